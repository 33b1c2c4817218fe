import { expect, test } from 'vitest';
import { formatBytes, formatCount, formatExact, plural } from './format-numbers.ts';

test('bytes and counts are scaled by 1000', () => {
  expect(formatBytes(2585149210)).toBe('2.59 GB');
  expect(formatBytes(512)).toBe('512 B');
  // rounding must not give "1000 kB"
  expect(formatBytes(999_999)).toBe('1.00 MB');
  expect(formatCount(646_287_360)).toBe('646 M');
  expect(formatCount(7)).toBe('7');
});

test('exact numbers are grouped, nouns agree', () => {
  expect(formatExact(1865363698)).toBe('1,865,363,698');
  expect(plural(1, 'tensor')).toBe('1 tensor');
  expect(plural(2156, 'tensor')).toBe('2,156 tensors');
});
