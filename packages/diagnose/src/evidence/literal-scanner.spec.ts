import { seededRandom } from '@plumb/core';
import { expect, test } from 'vitest';
import { buildLiteralScanner } from './literal-scanner.ts';

function holds(literals: string[], text: string): boolean {
  const bytes = Buffer.from(text);
  return buildLiteralScanner(literals).search(bytes, bytes.length).next(0) < bytes.length;
}

test('a literal is found after a false start, inside another, and in another script', () => {
  expect(holds(['aab'], 'aaab')).toBe(true);
  expect(holds(['abcde', 'bcd'], 'abcdx')).toBe(true);
  expect(holds(['缺失 keys'], '  ⚠ 缺失 keys (12)')).toBe(true);
  expect(holds(['abc'], 'ab c')).toBe(false);
  expect(holds(['size mismatch for'], 'size mismatch fur, size mismatch for x')).toBe(true);
});

test('400 random texts: every place that looking for each literal by itself finds', () => {
  const random = seededRandom(7);
  const word = (length: number) => Array.from({ length }, () => 'ab'[Math.floor(random() * 2)]).join('');
  let [found, among] = [0, 0];
  for (let i = 0; i < 400; i++) {
    // shorter and longer than the window of the table
    const literals = Array.from({ length: 4 }, () => word(5 + Math.floor(random() * 7)));
    const text = word(Math.floor(random() * 300));
    const expected: number[] = [];
    for (let at = 0; at < text.length; at++)
      if (literals.some((literal) => text.startsWith(literal, at))) expected.push(at);
    const search = buildLiteralScanner(literals).search(Buffer.from(text), text.length);
    const places: number[] = [];
    for (let at = search.next(0); at < text.length; at = search.next(at + 1)) places.push(at);
    expect(places, `${literals} in ${text}`).toEqual(expected);
    if (expected.length > 0) found++;
    if (literals.every((literal) => literal.length >= 8) && expected.length > 0) among++;
  }
  expect(found).toBeGreaterThan(100);
  expect(found).toBeLessThan(400);
  expect(among).toBeGreaterThan(5);
});

test('nothing behind the end is seen', () => {
  const bytes = Buffer.from('xx boom and a long literal');
  const search = buildLiteralScanner(['boom', 'a long literal']).search(bytes, 6);
  expect(search.next(0)).toBe(6);
});

test('an empty literal is refused: it would make every line wanted', () => {
  expect(() => buildLiteralScanner([''])).toThrow(RangeError);
});
