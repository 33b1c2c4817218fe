import { expect, test } from 'vitest';
import { checkAction } from './action.ts';

test('clipping is done and told', () => {
  const { action, clipped } = checkAction([0, 0.5, -3, 1, 1.5, 0, -1], 'step 4');
  expect([...action]).toEqual([0, 0.5, -1, 1, 1, 0, -1]);
  expect(clipped).toEqual([2, 4]);
});

test('a wrong length or a NaN is an error, never repaired', () => {
  expect(() => checkAction([1, 2, 3], 'step 4')).toThrowError(
    expect.objectContaining({ code: 'ACTION_SIZE' }),
  );
  expect(() => checkAction([0, 0, 0, 0, 0, 0, Number.NaN], 'step 4')).toThrowError(
    expect.objectContaining({ code: 'ACTION_NOT_FINITE', what: expect.stringContaining('dimension 6') }),
  );
});
