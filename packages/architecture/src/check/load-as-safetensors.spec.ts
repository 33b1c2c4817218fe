import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { embedding, layerNorm, module } from '../layers.ts';
import { loadAsSafetensors } from './load-as-safetensors.ts';

// made by oracle/architecture/load_model.py
const cases = JSON.parse(
  readFileSync(new URL('fixtures/load-model.json', import.meta.url), 'utf8'),
) as Record<string, { tensors: [string, number[]][]; error: string | null }>;

const tied = module('Tied', {
  children: [
    ['model', module('Module', { children: [['embed_tokens', embedding(4, 3)]] })],
    ['norm', layerNorm(3)],
    [
      'lm_head',
      module('Linear', {
        parameters: [{ name: 'weight', shape: [4, 3], tiedTo: 'model.embed_tokens.weight' }],
      }),
    ],
  ],
});

test.each(Object.entries(cases))('%s', (_name, { tensors, error }) => {
  const saved = tensors.map(([name, shape]) => ({ name, shape }));
  expect(loadAsSafetensors(saved, tied, '2.8.0').error).toBe(error);
});
