import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { TextTokenizer } from './text-tokenizer.ts';

interface Case {
  readonly text: string;
  readonly ids: number[];
  readonly mask: number[];
}

test.each(['plain', 'around'])('%s: ids, padding and truncation are those of transformers', async (name) => {
  const folder = fileURLToPath(new URL(`fixtures/tokenizer-${name}`, import.meta.url));
  const tokenizer = await TextTokenizer.open(folder);
  const cases = JSON.parse(readFileSync(`${folder}/cases.json`, 'utf8')) as Case[];
  for (const { text, ids, mask } of cases)
    expect({ text, ...tokenizer.encode(text, 24) }).toEqual({ text, ids, mask });
});
