import { expect, test } from 'vitest';
import { renderRecords } from './records.ts';
import { bold, dim, displayWidth } from './style.ts';
import { renderTable } from './table.ts';

const COLUMNS = [
  { title: '' },
  { title: 'model' },
  { title: 'layers', align: 'right' },
  { title: 'check' },
] as const;
const ROWS = [
  ['no', 'a/model-135M', '30', 'raises: 255 of another shape, 18 missing'],
  ['fits', 'b/other', '9', 'loads'],
];

test('numbers stand on the right, and the last column is not padded', () => {
  expect(renderTable(COLUMNS, ROWS)).toContain('fits  b/other            9  loads');
  expect(renderTable([{ title: '' }], [['a'], ['b']], { indent: 0 })).toBe('a\nb');
});

test('where the terminal is narrower, text goes on below in its own column', () => {
  const lines = renderTable(COLUMNS, ROWS, { width: 54 }).split('\n');
  expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(54);
  expect(lines.slice(1)).toEqual([
    '  no    a/model-135M      30  raises: 255 of another',
    '                              shape, 18 missing',
    '  fits  b/other            9  loads',
  ]);
});

test('a table that cannot be narrowed to the terminal is left whole', () => {
  expect(renderTable(COLUMNS, ROWS, { width: 40 })).toBe(renderTable(COLUMNS, ROWS));
});

test('a style that goes on in the next line does not colour the columns beside it', () => {
  const [first, second] = renderTable(
    [{ title: '' }, { title: '' }],
    [['a b', bold('one two three four five six')]],
    {
      width: 30,
    },
  ).split('\n');
  expect(first).toBe(`  a b  ${bold('one two three four five')}`);
  expect(second).toBe(`       ${bold('six')}`);
});

test('as records, each value has its title', () => {
  expect(renderRecords(COLUMNS, ROWS, 40)).toBe(`  no  a/model-135M
      ${dim('layers')} 30 · ${dim('check')} raises: 255 of
      another shape, 18 missing
  fits  b/other
      ${dim('layers')} 9 · ${dim('check')} loads`);
});
