import { listTensors, publishedConfig, qwen3, qwen3ForCausalLM } from '@plumb/architecture';
import { expect, test } from 'vitest';
import { findRenaming } from './convert-names.ts';
import { planRemedies } from './plan-remedies.ts';
import { atlasCheckpoint, environmentOf } from './spec-checkpoints.ts';

const config = publishedConfig('Qwen/Qwen3-0.6B')!;
const base = qwen3(config, { transformers: '4.57.6' });
const withHead = qwen3ForCausalLM(config, { transformers: '4.57.6' });
const names = (prefix: string) =>
  listTensors(base).map(({ name, shape }) => ({ name: prefix + name, shape }));

test.each(['module.', '_orig_mod.', 'module._orig_mod.', 'policy.', 'model.', 'model._fsdp_wrapped_module.'])(
  'the prefix %s is taken off',
  (prefix) => {
    const { left, tensors } = findRenaming(names(prefix), base);
    expect(left.problems).toBe(0);
    expect(tensors[0]).toMatchObject({ name: 'embed_tokens.weight', saved: `${prefix}embed_tokens.weight` });
  },
);

test('wrappers inside of names are taken off as well', () => {
  const inside = names('').map((one) => ({
    ...one,
    name: one.name.replace(/(layers\.\d+)\./, '$1._checkpoint_wrapped_module.'),
  }));
  expect(findRenaming(inside, base).left.problems).toBe(0);
});

test('a tied head that was not saved is the embedding', () => {
  const { left, tensors } = findRenaming(names('model.'), withHead);
  expect(left.problems).toBe(0);
  expect(tensors.find(({ name }) => name === 'lm_head.weight')?.saved).toBe('model.embed_tokens.weight');
});

test('LayerNorm as TensorFlow named it', () => {
  const old = names('').map((one) => ({ ...one, name: one.name.replace(/norm\.weight$/, 'norm.gamma') }));
  expect(findRenaming(old, base).left.problems).toBe(0);
});

test('another shape is no other name', () => {
  const wider = listTensors(qwen3(publishedConfig('Qwen/Qwen3-1.7B')!, { transformers: '4.57.6' }));
  const { rules, left } = findRenaming(wider, base);
  expect(rules).toEqual([]);
  expect(left.mismatched).toBeGreaterThan(200);
});

test('a fix is a copy whose check is clean, of the same data', async () => {
  const original = atlasCheckpoint();
  const tensors = original.tensors.map((one) => ({ ...one, name: `module.${one.name}` }));
  const checkpoint = { ...original, tensors, prefixes: ['module.'] };
  const environment = environmentOf({ transformers: '4.57.6', torch: '2.8.0' });
  const { plans } = await planRemedies({ checkpoint, environment, way: 'convert' });
  expect(plans[0]).toMatchObject({ verdict: 'fixes' });
  const copy = plans[0]?.copy?.checkpoint.tensors ?? [];
  expect(copy.map(({ name, offset }) => [name, offset])).toEqual(
    original.tensors.map(({ name, offset }) => [name, offset]),
  );
});
