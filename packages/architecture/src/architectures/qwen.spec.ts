import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { DecoderConfig } from './decoder.ts';
import { qwen2, qwen2ForCausalLM } from './qwen2.ts';
import { qwen3, qwen3ForCausalLM } from './qwen3.ts';
import { renderTree } from './render-tree.ts';

// the sizes of oracle/architecture/qwen_trees.py
const sizes = {
  hiddenSize: 64,
  layers: 3,
  heads: 4,
  kvHeads: 2,
  intermediateSize: 96,
  vocabSize: 100,
  tieWordEmbeddings: false,
};
const configs: Record<string, DecoderConfig> = {
  qwen2: { modelType: 'qwen2', headDim: 16, ...sizes },
  qwen3: { modelType: 'qwen3', headDim: 32, ...sizes },
  'qwen3-bias': { modelType: 'qwen3', headDim: 32, attentionBias: true, ...sizes },
};

const fixtures = new URL('fixtures/', import.meta.url);
const cases = readdirSync(fixtures).flatMap((file) => {
  const [, kind, transformers] = /^(qwen\d(?:-bias)?)-(\d.*)\.txt$/.exec(file) ?? [];
  return kind && transformers ? [{ file, kind, transformers }] : [];
});

test.each(cases)('$kind is registered as transformers $transformers does', ({ file, kind, transformers }) => {
  const config = configs[kind]!;
  const built =
    config.modelType === 'qwen2'
      ? [qwen2(config, { transformers }), qwen2ForCausalLM(config, { transformers })]
      : [qwen3(config, { transformers }), qwen3ForCausalLM(config, { transformers })];
  expect(built.map(renderTree).join('')).toBe(readFileSync(new URL(file, fixtures), 'utf8'));
});

test('every release that was verified is here', () => {
  expect(cases.map(({ kind, transformers }) => `${kind} ${transformers}`)).toEqual([
    ...['4.37.2', '4.40.2', '4.46.3', '4.51.3', '4.57.1', '5.23.0'].map((version) => `qwen2 ${version}`),
    ...['4.51.3', '4.57.1', '5.23.0'].map((version) => `qwen3 ${version}`),
    ...['4.51.3', '4.57.1', '5.23.0'].map((version) => `qwen3-bias ${version}`),
  ]);
});
