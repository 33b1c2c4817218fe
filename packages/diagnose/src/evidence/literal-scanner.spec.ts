import { seededRandom } from '@plumb/core';
import { expect, test } from 'vitest';
import { buildLiteralScanner } from './literal-scanner.ts';

function holds(literals: string[], text: string): boolean {
  const { next, firstSpecial } = buildLiteralScanner(literals);
  let state = 0;
  for (const byte of Buffer.from(text)) {
    state = next[(state << 8) | byte]!;
    if (state >= firstSpecial && byte !== 10) return true;
  }
  return false;
}

test('a literal is found after a false start, inside another, and in another script', () => {
  expect(holds(['aab'], 'aaab')).toBe(true);
  expect(holds(['abcde', 'bcd'], 'abcdx')).toBe(true);
  expect(holds(['缺失 keys'], '  ⚠ 缺失 keys (12)')).toBe(true);
  expect(holds(['abc'], 'ab c')).toBe(false);
  expect(holds(['abc'], 'ab\nc')).toBe(false);
  expect(holds(['abc'], 'x\nabc')).toBe(true);
});

test('2,000 random texts: the same answer as looking for each literal by itself', () => {
  const random = seededRandom(7);
  const word = (length: number) => Array.from({ length }, () => 'abc'[Math.floor(random() * 3)]).join('');
  let found = 0;
  for (let i = 0; i < 2000; i++) {
    const literals = Array.from({ length: 4 }, () => word(3 + Math.floor(random() * 3)));
    const text = word(Math.floor(random() * 20));
    const expected = literals.some((literal) => text.includes(literal));
    expect(holds(literals, text), `${literals} in ${text}`).toBe(expected);
    if (expected) found++;
  }
  expect(found).toBeGreaterThan(200);
  expect(found).toBeLessThan(1800);
});

test('an empty literal is refused: it would make every line wanted', () => {
  expect(() => buildLiteralScanner([''])).toThrow(RangeError);
});
