import { describe, expect, test } from 'vitest';
import { columns, harmless, wrap } from './text.ts';

test.each([
  ['\x1b[31mred', '\ufffd[31mred'],
  ['a\u202eb\u2066c', 'a\ufffdb\ufffdc'],
  ['zero\u200bwidth\ufeff', 'zero\ufffdwidth\ufffd'],
  ['tag\u{e0041}', 'tag\ufffd'],
  ['half \ud800 pair', 'half \ufffd pair'],
  ['line\u2028end', 'line\ufffdend'],
  ['tab\tand\nline', 'tab and\nline'],
  ['中文 é 😀', '中文 é 😀'],
])('harmless(%j)', (text, expected) => {
  expect(harmless(text)).toBe(expected);
});

describe('wrap', () => {
  test('at spaces', () => {
    expect(wrap('one two three', 8)).toEqual(['one two', 'three']);
  });

  test('between Chinese characters, two columns each, never before a full stop or after an opening bracket', () => {
    const lines = wrap('加载时的崩溃（strict=False）由此得到解释。', 12);
    expect(lines.join('')).toBe('加载时的崩溃（strict=False）由此得到解释。');
    for (const line of lines) {
      expect(columns(line)).toBeLessThanOrEqual(14);
      expect(line).not.toMatch(/^[。，）]|（$/);
    }
  });

  test('a word wider than a line is cut', () => {
    expect(wrap('x'.repeat(10), 4)).toEqual(['xxxx', 'xxxx', 'xx']);
  });
});
