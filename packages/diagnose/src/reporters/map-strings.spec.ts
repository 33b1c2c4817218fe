import { expect, test } from 'vitest';
import { mapStrings } from './map-strings.ts';

test('every string, keys left, and one object in two places stays one', () => {
  const shared = { path: 'x' };
  const mapped = mapStrings(
    { a: shared, list: [shared, 'y', 3, null], none: undefined },
    (text) => `<${text}>`,
  );
  expect(mapped).toEqual({ a: { path: '<x>' }, list: [{ path: '<x>' }, '<y>', 3, null], none: undefined });
  expect(mapped.a).toBe(mapped.list[0]);
});
