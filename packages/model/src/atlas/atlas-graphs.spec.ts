import { expect, test } from 'vitest';
import { expectClose } from '../testing/expect-close.ts';
import { readArrays } from '../testing/read-arrays.ts';
import {
  BIAS,
  compute,
  IDS,
  MASKS,
  type SmallAtlas,
  smallAtlas,
  smallPictures,
  temporaryTable,
} from '../testing/small-models.ts';
import { CLIP_TOWER, FUSED_TOWERS } from '../testing/small-towers.ts';
import { embeddingGraph, languageGraph, stepGraph, textGraph } from './atlas-graphs.ts';
import { oddities } from './variants.ts';

const SIMPLE = { usePretrainedVggt: false } as const;
const CASES: [name: string, config: SmallAtlas, views: number, variants: string[]][] = [
  ['simple-6c47f7f', { vggt: { ...SIMPLE, numHeads: 1 } }, 1, []],
  ['heads-6c47f7f', { vggt: { ...SIMPLE, numHeads: 4 } }, 1, ['mask-for-every-head']],
  [
    'connected-6c47f7f',
    { vggt: { ...SIMPLE, numHeads: 4, graphType: 'fully_connected' } },
    1,
    ['mask-for-every-head'],
  ],
  ['vggt-6c47f7f', {}, 1, []],
  ['spatial-6c47f7f', { actionHead: { spatial: 'plain' } }, 1, ['spatial-head-pooled']],
  ['spatial-8da9053', { actionHead: { spatial: 'normalised', tanh: true } }, 1, []],
  ['fused-8da9053', FUSED_TOWERS, 2, []],
  ['clip-8da9053', CLIP_TOWER, 1, []],
  ['two-views-8da9053', {}, 2, []],
  [
    'lora-8da9053',
    { vggt: { lora: { rank: 3, alpha: 8, dropout: 0.05, targets: ['qkv', 'proj', 'fc2'] } } },
    1,
    [],
  ],
  ['two-views-simple-8da9053', { vggt: { ...SIMPLE, numHeads: 4 } }, 2, ['mask-for-every-head']],
];

test('what is odd is said of the model that has it', () => {
  const said = (small: SmallAtlas) => oddities(smallAtlas(small)).join('\n');
  expect(said({ vggt: SIMPLE })).toContain('neither image nor instruction');
  const spatial = said({ vggt: SIMPLE, actionHead: { spatial: 'normalised' } });
  expect(spatial).toContain('through the spatial head alone');
  expect(spatial).not.toContain('neither');
  expect(said(CLIP_TOWER)).toContain('normalised twice');
  expect(said({})).not.toContain('normalised twice');
});

test.each(CASES)('%s gives what the original gives', async (name, config, views, variants) => {
  const small = smallAtlas(config);
  expect(small.variants.map((variant) => variant.name)).toEqual(variants);
  const table = temporaryTable(small.spec);
  const model = { ...small, table };
  const { embedded } = await compute(embeddingGraph(model, 2), table.folder, { ids: IDS });
  const { hidden } = await compute(textGraph(model, 2), table.folder, { embedded: embedded!, bias: BIAS });
  const { tokens } = await compute(languageGraph(model, 2), table.folder, { hidden: hidden! });
  const inputs = { image: smallPictures(2 * views), tokens: tokens!, mask: MASKS.flat() };
  const found = await compute(stepGraph(model, { batch: 2, views, features: true }), table.folder, inputs);
  const alone = await compute(stepGraph(model, { batch: 2, views }), table.folder, inputs);
  table.remove();
  const original = readArrays(new URL(`../forward/fixtures/atlas-${name}.npz`, import.meta.url));
  for (const part of ['vision', 'language', 'global'])
    expectClose(found[part]!, original[`${part}_features`], 2e-5, 2e-5);
  expectClose(found.actions!, original.actions, 1e-5, 0);
  // without the features only what the action needs is computed, to the same bits
  expect(alone.actions).toEqual(found.actions);
});
