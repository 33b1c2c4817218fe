import { expect, test } from 'vitest';
import { Graph } from '../graph/graph.ts';
import { expectClose } from '../testing/expect-close.ts';
import { readArrays } from '../testing/read-arrays.ts';
import {
  BIAS,
  compute,
  IDS,
  LENGTH,
  numbersOf,
  QWEN2,
  QWEN3,
  smallDecoder,
  temporaryTable,
} from '../testing/small-models.ts';
import { ModuleWeights } from '../weights/module-weights.ts';
import { causalBias, decoder, embedTokens } from './qwen.ts';

test.each([QWEN3, QWEN2])('$modelType gives what transformers gives, padded or not', async (config) => {
  const spec = smallDecoder(config);
  const table = temporaryTable(spec);
  const graph = new Graph();
  const model = ModuleWeights.root(graph, table, spec);
  const ids = graph.input('ids', 'int64', [2, LENGTH]);
  const bias = graph.input('bias', 'float32', [2, 1, LENGTH, LENGTH]);
  graph.output('hidden', decoder(model, numbersOf(config), embedTokens(model, ids), bias));
  expect(model.unused()).toEqual([]);
  const { hidden } = await compute(graph, table.folder, { ids: IDS, bias: BIAS });
  table.remove();
  const original = readArrays(new URL(`fixtures/${config.modelType}.npz`, import.meta.url));
  expectClose(hidden!, original.hidden, 1e-5, 1e-5);
});

test('a token sees itself and what came before, and no padding', () => {
  const bias = causalBias([1, 1, 0]);
  const open = Array.from(bias, (value) => Number(value === 0));
  expect(open).toEqual([1, 0, 0, 1, 1, 0, 1, 1, 0]);
});
