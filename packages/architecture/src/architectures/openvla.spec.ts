import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { elementCount } from '@plumb/contract';
import { expect, test } from 'vitest';
import { module } from '../layers.ts';
import { listTensors } from '../module-spec.ts';
import { recogniseArchitecture } from '../recognise/recognise.ts';
import { llamaForCausalLM } from './llama.ts';
import {
  l1RegressionHead,
  openVlaTowers,
  prismaticBackbone,
  prismaticProjector,
  proprioProjector,
} from './openvla.ts';
import { publishedConfig } from './published.ts';
import { renderTree } from './render-tree.ts';
import type { TimmVitConfig } from './timm-vit.ts';

// made by oracle/architecture/vla_trees.py from OpenVLA's and OpenVLA-OFT's own classes, timm 0.9.16
const trees = JSON.parse(readFileSync(new URL('fixtures/openvla.json', import.meta.url), 'utf8')) as Record<
  string,
  string[]
>;

const dinov2: TimmVitConfig = {
  width: 1024,
  layers: 24,
  hidden: 4096,
  imageSize: 224,
  patchSize: 14,
  channels: 3,
  classToken: true,
  registers: 4,
  positionsOfPrefix: false,
  layerScale: 'scale_factor',
  pool: false,
};
const siglip: TimmVitConfig = {
  ...dinov2,
  width: 1152,
  layers: 27,
  hidden: 4304,
  classToken: false,
  registers: 0,
  layerScale: undefined,
  pool: true,
};

test.each([
  ['openvla vision_backbone', prismaticBackbone(dinov2, siglip)],
  ['openvla projector', prismaticProjector(1024 + 1152, 4096, true)],
  ['one featurizer', prismaticBackbone({ ...siglip, imageSize: 384 }, undefined)],
  ['its projector', prismaticProjector(1152, 4096, false)],
  ['oft action_head', l1RegressionHead({ inputs: 7 * 4096, hidden: 4096, outputs: 7, blocks: 2 })],
  ['oft proprio_projector', proprioProjector(8, 4096)],
  ['oft noisy_action_projector', proprioProjector(1, 4096)],
])('%s is registered as the original does', (name, built) => {
  expect(renderTree(built).trimEnd().split('\n')).toEqual(trees[name]);
});

test('recognised as OpenVLA: towers, projector, Llama 2', () => {
  const model = module('OpenVLA', {
    children: [
      ['vision_backbone', prismaticBackbone(dinov2, siglip)],
      ['projector', prismaticProjector(1024 + 1152, 4096, true)],
      // its vocabulary is padded to a multiple of 64
      [
        'language_model',
        llamaForCausalLM({ ...publishedConfig('meta-llama/Llama-2-7b-hf')!, vocabSize: 32064 }),
      ],
    ],
  });
  const tensors = listTensors(model);
  const parts = recogniseArchitecture(tensors);
  expect(parts.map(({ architecture, path }) => `${architecture} ${path}`)).toEqual([
    'openvla ',
    'timm-vit vision_backbone.featurizer',
    'timm-vit vision_backbone.fused_featurizer',
    'prismatic-projector projector',
    'llama language_model.model',
  ]);
  expect(parts.at(-1)!.text).toContain('Llama-2-7b');
  expect(parts[0]!.parameters).toBe(7_541_237_184);
});

test('recognised as side components of OpenVLA-OFT, behind the wrapper of the training', () => {
  const head = l1RegressionHead({ inputs: 7 * 4096, hidden: 4096, outputs: 7, blocks: 2 });
  expect(recogniseArchitecture(listTensors(head, 'module.'))).toMatchObject([
    { architecture: 'oft-action-head', path: 'module' },
  ]);
  expect(recogniseArchitecture(listTensors(proprioProjector(8, 4096), 'module.'))).toMatchObject([
    { architecture: 'oft-projector', config: { inputs: 8 } },
  ]);
});

// made by oracle/architecture/openvla_towers.py from OpenVLA's own table, timm 0.9.16
const towers = JSON.parse(
  readFileSync(new URL('fixtures/openvla-towers.json', import.meta.url), 'utf8'),
) as Record<string, readonly [hash: string, tensors: number, parameters: number]>;

test.each(Object.entries(towers))('the towers of %s', (name, [digest, count, numbers]) => {
  const [featurizer, fused] = openVlaTowers(name)!;
  const model = prismaticBackbone(featurizer!, fused);
  const tensors = listTensors(model);
  expect(createHash('sha256').update(renderTree(model)).digest('hex').slice(0, 16)).toBe(digest);
  expect(tensors).toHaveLength(count);
  expect(tensors.reduce((sum, { shape }) => sum + elementCount(shape), 0)).toBe(numbers);
});
