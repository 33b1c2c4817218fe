import { expect, test } from 'vitest';
import { buildModel } from '../architectures/build-model.ts';
import { ConfigFields } from '../architectures/config-fields.ts';
import { l1RegressionHead, proprioProjector } from '../architectures/openvla.ts';
import { PUBLISHED_TOWERS } from '../architectures/published-towers.ts';
import { listTensors } from '../module-spec.ts';
import { recogniseArchitecture } from './recognise.ts';
import { recogniseLazily } from './recognise-lazily.ts';

const models = PUBLISHED_TOWERS.flatMap(({ ids, modelType, className, fields }) =>
  ['4.51.3', '4.57.1', '5.23.0'].map((transformers) => ({
    id: ids[0]!,
    transformers,
    model: buildModel(className, modelType, new ConfigFields(fields, ids[0]!), { transformers })!,
  })),
);

test.each(models)(
  '$id by the names of transformers $transformers: published name, nothing left over',
  async ({ id, model }) => {
    const tensors = listTensors(model);
    const parts = await recogniseLazily(tensors);
    expect(parts[0]!.published).toContain(id);
    const own = parts.filter(({ whole }) => !whole);
    expect(own.map(({ text }) => text).join()).not.toMatch(/incomplete|no architecture/);
    expect(own.reduce((sum, part) => sum + part.tensors, 0)).toBe(tensors.length);
    expect(parts).toEqual(recogniseArchitecture(tensors));
  },
);

test('side components alone are seen as well', async () => {
  for (const spec of [
    proprioProjector(8, 64),
    l1RegressionHead({ inputs: 8, hidden: 4, outputs: 7, blocks: 1 }),
  ]) {
    const tensors = listTensors(spec, 'module.');
    expect(await recogniseLazily(tensors)).toEqual(recogniseArchitecture(tensors));
  }
});

test.each(['', '.default'])('a LoRA file by rank and layers, with the adapter named %j', async (adapter) => {
  const tensors = [0, 1].flatMap((layer) =>
    ['q_proj', 'fc1'].flatMap((name) =>
      [
        ['A', [32, 64]],
        ['B', [128, 32]],
      ].map(([side, shape]) => ({
        name: `base_model.model.language_model.model.layers.${layer}.${name}.lora_${side}${adapter}.weight`,
        shape: shape as number[],
      })),
    ),
  );
  expect(await recogniseLazily(tensors)).toMatchObject([
    { architecture: 'lora', text: 'LoRA of rank 32 on 4 layers: fc1, q_proj', tensors: 8, whole: false },
  ]);
});
