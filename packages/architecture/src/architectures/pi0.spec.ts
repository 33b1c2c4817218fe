import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { listTensors } from '../module-spec.ts';
import { recogniseArchitecture } from '../recognise/recognise.ts';
import type { DecoderConfig } from './decoder.ts';
import { pi0 } from './pi0.ts';
import { renderTree } from './render-tree.ts';

// made by oracle/architecture/pi_trees.py from openpi's own classes
const trees = JSON.parse(readFileSync(new URL('fixtures/pi0.json', import.meta.url), 'utf8')) as Record<
  string,
  string[]
>;

const gemma: DecoderConfig = {
  modelType: 'gemma',
  hiddenSize: 2048,
  layers: 18,
  heads: 8,
  kvHeads: 1,
  headDim: 256,
  intermediateSize: 16384,
  vocabSize: 257152,
  tieWordEmbeddings: true,
};
const build = (pi05: boolean) =>
  pi0({
    pi05,
    paliGemma: {
      vision: {
        hiddenSize: 1152,
        layers: 27,
        intermediateSize: 4304,
        imageSize: 224,
        patchSize: 14,
        channels: 3,
        head: false,
      },
      text: gemma,
      projectionDim: 2048,
    },
    expert: { ...gemma, hiddenSize: 1024, intermediateSize: 4096 },
    actionDim: 32,
    stateDim: 32,
  });

test.each([
  ['pi0', false],
  ['pi05', true],
] as const)('%s is registered as openpi does, and recognised by both namings', (name, pi05) => {
  const model = build(pi05);
  expect(renderTree(model).trimEnd().split('\n')).toEqual(trees[name]);
  for (const [prefix, owner] of [
    ['', 'openpi'],
    ['model.', 'LeRobot'],
  ] as const) {
    const tensors = listTensors(model, prefix);
    const parts = recogniseArchitecture(tensors);
    expect(parts[0]).toMatchObject({ architecture: name, whole: true, tensors: tensors.length });
    expect(parts[0]!.text).toContain(owner);
    const rest = parts.filter(({ whole }) => !whole);
    expect(rest.reduce((sum, part) => sum + part.tensors, 0)).toBe(tensors.length);
    expect(rest.map(({ architecture }) => architecture)).not.toContain('unknown');
  }
});
