import { expect, test } from 'vitest';
import { type Atom, CONSTANT, combine, INPUT, join, literalAtom, type Value } from './value.ts';

const learned: Atom = { ...CONSTANT, learned: true };
const weak: Atom = { ...CONSTANT, dependence: 'weak', learned: true, factor: 0.1 };

test('a value made of several depends as much as the most dependent', () => {
  expect(combine(CONSTANT, learned)).toMatchObject({ dependence: 'constant', learned: true });
  expect(combine(learned, weak)).toMatchObject({ dependence: 'weak', factor: 0.1 });
  expect(combine(weak, INPUT)).toMatchObject({ dependence: 'full' });
});

test('two ways with several outputs are compared output by output', () => {
  const a: Value = { kind: 'tuple', items: [INPUT, learned] };
  const b: Value = { kind: 'tuple', items: [learned, learned] };
  expect(join(a, b)).toMatchObject({ items: [{ dependence: 'full' }, { dependence: 'constant' }] });
  expect(join(a, learned)).toMatchObject({ kind: 'atom', dependence: 'full' });
});

test('an entry that only one way adds is kept, and None says nothing', () => {
  const before: Value = { kind: 'entries', entries: new Map([['actions', learned]]) };
  const more: Value = {
    kind: 'entries',
    entries: new Map([
      ['actions', learned],
      ['features', INPUT],
    ]),
  };
  const joined = join(before, more);
  expect(joined.kind === 'entries' && [...joined.entries.keys()]).toEqual(['actions', 'features']);
  expect(join(literalAtom(null), learned)).toBe(learned);
});
