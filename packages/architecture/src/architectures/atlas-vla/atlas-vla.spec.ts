import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { listTensors } from '../../module-spec.ts';
import { needsShared, readStateDict, withoutShared } from '../../shared-material.ts';
import { publishedConfig } from '../published.ts';
import { qwen3 } from '../qwen3.ts';
import { renderTree } from '../render-tree.ts';
import { atlasVla } from './atlas-vla.ts';
import type { AtlasVlaConfig } from './config.ts';

/** As oracle/architecture/atlas_trees.py configures the real one. */
function oracleConfig(
  vggt: { embedDim: number; depth: number; mlpRatio: number },
  pretrained: boolean,
): AtlasVlaConfig {
  const { embedDim } = vggt;
  return {
    vision: { imgSize: 224, patchSize: 16, inChannels: 3, embedDim },
    language: { modelName: 'x', maxLength: 20, outputDim: embedDim },
    vggt: { ...vggt, numHeads: 12, usePretrainedVggt: pretrained },
    actionHead: {
      inputDim: embedDim,
      hiddenDim: 96,
      actionDim: 7,
      actionHorizon: 10,
      numHiddenLayers: 3,
      useActionChunking: pretrained,
    },
  };
}

const language = qwen3({
  modelType: 'qwen3',
  hiddenSize: 64,
  layers: 2,
  heads: 4,
  kvHeads: 2,
  headDim: 32,
  intermediateSize: 96,
  vocabSize: 100,
  tieWordEmbeddings: false,
});

test.each([
  ['vggt', oracleConfig({ embedDim: 768, depth: 6, mlpRatio: 4 }, true)],
  ['vggt-1024', oracleConfig({ embedDim: 1024, depth: 6, mlpRatio: 4 }, true)],
  // 36 * 2.7 is not an integer: the source truncates
  ['simple', oracleConfig({ embedDim: 36, depth: 2, mlpRatio: 2.7 }, false)],
])('%s is registered as the source of both commits does', (name, config) => {
  const tree = renderTree(atlasVla(config, language, 64));
  for (const commit of ['6c47f7f', '8da9053'])
    expect(tree).toBe(
      readFileSync(new URL(`../fixtures/atlas-${name}-${commit}.txt`, import.meta.url), 'utf8'),
    );
});

test('LoRA in VGGT is injected as the source of 8da9053 does', () => {
  const plain = oracleConfig({ embedDim: 768, depth: 6, mlpRatio: 4 }, true);
  const lora = { rank: 4, alpha: 8, dropout: 0.05, targets: ['qkv', 'fc2', 'out_proj'] };
  const tree = renderTree(atlasVla({ ...plain, vggt: { ...plain.vggt, lora } }, language, 64));
  const fixture = new URL('../fixtures/atlas-vggt-lora-8da9053.txt', import.meta.url);
  expect(tree).toBe(readFileSync(fixture, 'utf8'));
});

const incident: AtlasVlaConfig = {
  vision: { imgSize: 224, patchSize: 16, inChannels: 3, embedDim: 768 },
  language: { modelName: 'Qwen/Qwen3-0.6B-Base', maxLength: 77, outputDim: 768 },
  vggt: { embedDim: 768, depth: 6, numHeads: 12, mlpRatio: 4, usePretrainedVggt: true },
  actionHead: {
    inputDim: 768,
    hiddenDim: 1024,
    actionDim: 7,
    actionHorizon: 10,
    numHiddenLayers: 2,
    useActionChunking: true,
  },
};

test.skipIf(withoutShared).each([
  ['incident/state_dict.json', incident, 2156],
  [
    'incident/simple/state_dict.json',
    { ...incident, vggt: { ...incident.vggt, usePretrainedVggt: false } },
    437,
  ],
])(`names, shapes and order of %s${needsShared}`, (file, config, count) => {
  const qwen = publishedConfig('Qwen/Qwen3-0.6B-Base')!;
  const predicted = listTensors(atlasVla(config, qwen3(qwen), qwen.hiddenSize));
  expect(predicted).toHaveLength(count);
  expect(predicted).toEqual(readStateDict(file));
});
