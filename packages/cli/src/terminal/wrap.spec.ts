import { expect, test } from 'vitest';
import { bold } from './style.ts';
import { cutMiddle, wrapText } from './wrap.ts';

test('lines break at spaces and are indented', () => {
  expect(wrapText('one two three four', 9, 2)).toBe('one two\n  three\n  four');
});

test('an indent at the start stays and counts', () => {
  expect(wrapText(`${bold('  ')}  one two three`, 9, 4)).toBe(`${bold('  ')}  one\n    two\n    three`);
});

test('behind a label alone no line is begun: the next one would be no longer', () => {
  expect(wrapText('  proof  a/long/path:12 b', 14, 9)).toBe('  proof  a/long/path:12\n         b');
});

test('style does not count, and a word longer than the line stays whole', () => {
  expect(wrapText(`${bold('one')} two`, 7)).toBe(`${bold('one')} two`);
  expect(wrapText('a checkpoint.pt/with/a/long/path b', 10)).toBe('a\ncheckpoint.pt/with/a/long/path\nb');
});

test('Chinese breaks between characters, but not before what closes', () => {
  expect(wrapText('将 pip 升级到认识它的版本。', 11, 2)).toBe('将 pip 升级\n  到认识它\n  的版本。');
});

test('a cut keeps both ends and the width', () => {
  expect(cutMiddle('language_model.layers', 11)).toBe('langu…ayers');
  expect(cutMiddle('short', 11)).toBe('short');
});
