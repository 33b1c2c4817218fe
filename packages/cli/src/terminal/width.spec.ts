import { expect, test } from 'vitest';
import { widthOf } from './width.ts';

const limits = { otherwise: 110, widest: 140 };

test.each([
  ['a terminal knows itself', { columns: 90 }, '60', 90],
  ['a terminal without a size', { columns: 0 }, '60', 60],
  ['a pipe with COLUMNS', {}, '60', 60],
  ['a pipe without', {}, undefined, 110],
  ['no number', {}, 'wide', 110],
  ['a negative number', {}, '-5', 110],
  ['too narrow', {}, '10', 40],
  ['too wide', {}, '900', 140],
])('%s', (_, stream, COLUMNS, width) => {
  expect(widthOf(stream, limits, { COLUMNS })).toBe(width);
});
