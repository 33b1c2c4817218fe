import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { buildModel } from '../architectures/build-model.ts';
import { ConfigFields } from '../architectures/config-fields.ts';
import { listTensors } from '../module-spec.ts';
import { describeTies } from './describe-ties.ts';
import { predictFromPretrained } from './predict-from-pretrained.ts';

/** By oracle/architecture/tied_loads.py: `from_pretrained` of shards, by release. */
interface Case {
  readonly files: readonly (readonly string[])[];
  readonly releases: Readonly<
    Record<string, { missing: string[]; takes: 'embedding' | 'head' | 'random' | 'nothing' }>
  >;
}
const cases: Record<string, Case> = JSON.parse(
  readFileSync(new URL('./fixtures/tied-loads.json', import.meta.url), 'utf8'),
);
const FIELDS = {
  hidden_size: 16,
  intermediate_size: 32,
  num_hidden_layers: 1,
  num_attention_heads: 2,
  num_key_value_heads: 1,
  vocab_size: 20,
  tie_word_embeddings: true,
};
const rows = Object.entries(cases).flatMap(([name, { files, releases }]) =>
  Object.entries(releases).map(([release, seen]) => [name, release, files, seen] as const),
);

test.each(rows)('%s, transformers %s', (_name, transformers, files, { missing, takes }) => {
  const model = buildModel('Qwen2ForCausalLM', 'qwen2', new ConfigFields(FIELDS, ''), { transformers })!;
  const order = files.flat();
  const tensors = listTensors(model)
    .filter(({ name }) => order.includes(name))
    .map(({ name, shape }) => ({ name, shape }));
  const predicted = predictFromPretrained(tensors, model, { transformers }, undefined);
  expect([...predicted.missing].sort()).toEqual(missing);
  const { consequences, assumptions } = describeTies(tensors, model, transformers);
  // what is left without a value is told as what comes of the load
  expect(consequences.length).toBe(takes === 'nothing' ? 1 : 0);
  const both = ['lm_head.weight', 'model.embed_tokens.weight'].every((name) => order.includes(name));
  expect(assumptions.length).toBe(both ? 1 : 0);
  if (!both) return;
  const later = files[1]!.includes('lm_head.weight') ? 'head' : 'embedding';
  const said = assumptions[0]!.includes('keeps them apart')
    ? 'head'
    : assumptions[0]!.includes('takes the embedding')
      ? 'embedding'
      : later;
  expect(said).toBe(takes);
});
