import { expect, test } from 'vitest';
import { resolveInterpolations, Unresolved } from './resolve-interpolations.ts';

const at = (key: string) => `\${${key}}`;

test('references and expressions become what they name', () => {
  const root = { a: 3, b: at('a'), c: `\${eval:${at('b')}*2}`, d: `n${at('a')}` };
  expect(resolveInterpolations(root, root)).toEqual({ a: 3, b: 3, c: 6, d: 'n3' });
});

test.each([
  ['references that double each other', { start: at('b13') }],
  ['expressions in expressions', { start: `${'${eval:'.repeat(2000)}1${'}'.repeat(2000)}` }],
  ['a reference to itself', { start: at('start') }],
])('%s end unresolved', (_, root) => {
  const doubling = Object.fromEntries(
    Array.from({ length: 14 }, (_, i) => [
      `b${i}`,
      i === 0 ? 'x'.repeat(1_000_000) : at(`b${i - 1}`).repeat(2),
    ]),
  );
  expect(resolveInterpolations({ ...doubling, ...root }, root.start)).toBeInstanceOf(Unresolved);
});
