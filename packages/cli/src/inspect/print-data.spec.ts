import { expect, test } from 'vitest';
import { stripStyle } from '../terminal/style.ts';
import { printData } from './print-data.ts';

const array = (shape: readonly number[], ...values: number[]) => ({
  kind: 'array' as const,
  dtype: '<f8',
  shape,
  fortran: false,
  data: new Uint8Array(Float64Array.of(...values).buffer),
});
const object = (name: string, args: readonly (string | number)[]) => {
  const [module = '', last = ''] = name.split(/\.(?=[^.]+$)/);
  return { kind: 'object' as const, module, name: last, args, state: undefined, items: [], entries: [] };
};
const printed = (value: Parameters<typeof printData>[0]) =>
  stripStyle(printData({ kind: 'dict', className: 'dict', entries: [['field', value]] }));

test.each([
  ['a NumPy scalar', array([], 1.5), '  field  1.5'],
  ['a device', object('torch.device', ['cuda', 0]), '  field  cuda:0'],
  ['a complex number', object('builtins.complex', [1, 2]), '  field  (1+2j)'],
])('%s is told by its value', (_, value, text) => {
  expect(printed(value as never)).toBe(text);
});

test('a float that is whole is told from an integer', () => {
  const items = [1, { kind: 'float', value: 1 }, { kind: 'float', value: 1e300 }, 0.5];
  expect(printed({ kind: 'list', items } as never)).toBe('  field  [1, 1.0, 1e+300, 0.5]');
});

test('an array is told by its shape', () => {
  expect(printed(array([2], 1, 2) as never)).toBe('  field  array <f8 [2]');
});

test('an object of a class of its own has its fields below it', () => {
  expect(printed(object('configs.Vision', [224]) as never)).toBe(
    '  field  configs.Vision\n    argument 0  224',
  );
});

test('a long list of numbers is one line, and says how many more there are', () => {
  const items = Array.from({ length: 150 }, (_, i) => i);
  expect(printed({ kind: 'list', items } as never)).toBe(
    '  field  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, … 138 more: --json]',
  );
});

test('objects that share their parts do not fill the screen', () => {
  let value: unknown = 1;
  for (let depth = 0; depth < 7; depth++) {
    const entries = Array.from({ length: 10 }, (_, i) => [`part${i}`, value]);
    value = { kind: 'dict', className: 'dict', entries };
  }
  const lines = printed(value as never).split('\n');
  expect(lines).toHaveLength(501);
  expect(lines.at(-1)).toMatch(/^ +… more: --json$/);
});
