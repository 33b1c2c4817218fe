import { buildModel, ConfigFields } from '@plumb/architecture';
import { expect, test } from 'vitest';
import { Graph, type Value } from '../graph/graph.ts';
import { cast, div, scalar } from '../graph/operators.ts';
import { expectClose } from '../testing/expect-close.ts';
import { readArrays } from '../testing/read-arrays.ts';
import { compute, IMAGE, smallPictures, temporaryTable } from '../testing/small-models.ts';
import { ModuleWeights } from '../weights/module-weights.ts';
import { towerNumbers } from './atlas-vision.ts';
import { clipVision, siglipVision } from './contrastive-towers.ts';
import { dinov2 } from './dinov2.ts';

const DINO = { hidden_size: 48, num_hidden_layers: 2, num_attention_heads: 4, patch_size: 14 };
const SIDE = { ...DINO, intermediate_size: 80, image_size: IMAGE };
type Forward = (module: ModuleWeights, pixels: Value) => Value;
const dino: Forward = (module, pixels) => dinov2(module, pixels, towerNumbers(DINO, 1e-6, 'gelu', 4));
const siglip: Forward = (module, pixels) =>
  siglipVision(module.child('vision_model'), pixels, towerNumbers(SIDE, 1e-6, 'gelu_pytorch_tanh', 4));
const clip: Forward = (module, pixels) =>
  clipVision(module.child('vision_model'), pixels, towerNumbers(SIDE, 1e-5, 'quick_gelu', 4));

const CASES: [name: string, className: string, fields: Record<string, unknown>, Forward, unused: RegExp][] = [
  ['siglip', 'SiglipVisionModel', SIDE, siglip, /\.head\./],
  ['clip', 'CLIPVisionModel', SIDE, clip, /post_layernorm/],
  ['dinov2', 'Dinov2Model', { ...DINO, image_size: IMAGE }, dino, /mask_token/],
  ['dinov2-resized', 'Dinov2Model', { ...DINO, image_size: 98 }, dino, /mask_token/],
  ['dinov2-swiglu', 'Dinov2Model', { ...DINO, image_size: IMAGE, use_swiglu_ffn: true }, dino, /mask_token/],
  ['dinov2-registers', 'Dinov2WithRegistersModel', { ...DINO, image_size: 98 }, dino, /mask_token/],
];

test.each(CASES)('%s gives what transformers gives', async (name, className, fields, forward, unused) => {
  const modelType = name.startsWith('dinov2')
    ? name.endsWith('registers')
      ? 'dinov2_with_registers'
      : 'dinov2'
    : `${name}_vision_model`;
  // the names of the release that made the fixtures
  const spec = buildModel(className, modelType, new ConfigFields(fields, name), { transformers: '4.57.1' })!;
  const table = temporaryTable(spec);
  const graph = new Graph();
  const module = ModuleWeights.root(graph, table, spec);
  const image = graph.input('image', 'uint8', [2, IMAGE, IMAGE, 3]);
  const pixels = div(graph, cast(graph, image, 'float32'), scalar(graph, 255));
  graph.output('hidden', forward(module, pixels));
  expect(module.unused().filter((tensor) => !unused.test(tensor))).toEqual([]);
  const { hidden } = await compute(graph, table.folder, { image: smallPictures(2) });
  table.remove();
  const original = readArrays(new URL(`fixtures/${name}.npz`, import.meta.url));
  expectClose(hidden!, original.hidden, 2e-5, 2e-5);
});
