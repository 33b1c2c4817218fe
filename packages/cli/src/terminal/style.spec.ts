import { expect, test } from 'vitest';
import { makeSafe, safeLine } from './print-safe.ts';
import { bold, displayWidth, padTo, red, resolveStyle } from './style.ts';

test('marks become escape sequences only where colour is wanted', () => {
  expect(resolveStyle(bold(red('x')), true)).toBe('\u001b[1m\u001b[31mx\u001b[39m\u001b[22m');
  expect(resolveStyle(bold(red('x')), false)).toBe('x');
});

test('an escape sequence, a carriage return or reordered text in a file’s name is made visible', () => {
  const hostile = 'layer\u001b[2J\r\u202eexe.\u0007';
  const shown = resolveStyle(makeSafe(hostile), true);
  expect(shown).toBe('layer\\x1b[2J\\x0d\\u202eexe.\\x07');
});

test('a name cannot bring style marks or lines of its own', () => {
  expect(resolveStyle(safeLine('a\uf01fb\nc'), true)).toBe('a?b\\nc');
});

test('width counts what is seen: marks nothing, Chinese characters two columns', () => {
  expect(displayWidth(bold('abc'))).toBe(3);
  expect(displayWidth('语言编码器')).toBe(10);
  expect(padTo(bold('ab'), 4)).toBe(`${bold('ab')}  `);
  expect(padTo('ab', 4, 'right')).toBe('  ab');
});
