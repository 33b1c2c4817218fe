import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LAYOUT } from './layout.ts';

test('the kernel keeps to the same layout', () => {
  const folder = new URL('../../kernel/', import.meta.url);
  const sources = readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(new URL(name, folder), 'utf8'))
    .join('\n');
  const found: Record<string, number> = {};
  for (const [, name, value] of sources.matchAll(/^(?:export )?const ([A-Z_]+): usize = (\d+);/gm))
    if (name! in LAYOUT) found[name!] = Number(value);
  expect(found).toEqual(LAYOUT);
});
