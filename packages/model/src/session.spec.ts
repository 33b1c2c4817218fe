import { afterAll, expect, test } from 'vitest';
import { embeddingGraph, languageGraph, stepGraph, textGraph } from './atlas/atlas-graphs.ts';
import { describeDevice } from './describe-device.ts';
import { Graph } from './graph/graph.ts';
import { add, cast, gather, scalar } from './graph/operators.ts';
import { openSession } from './session.ts';
import { expectClose } from './testing/expect-close.ts';
import { readArrays } from './testing/read-arrays.ts';
import {
  BIAS,
  compute,
  IDS,
  MASKS,
  type SmallAtlas,
  smallAtlas,
  smallPictures,
  temporaryTable,
} from './testing/small-models.ts';
import { FUSED_TOWERS } from './testing/small-towers.ts';

/** x + 1. */
function smallest(): Graph {
  const graph = new Graph();
  graph.output('y', add(graph, graph.input('x', 'float32', [2]), scalar(graph, 1)));
  return graph;
}

// stays open, so that the device does not start anew in every test
const opened = await openSession(smallest(), '/', { device: 'webgpu' }).catch((error: unknown) => error);
const adapter = opened instanceof Error ? undefined : (opened as Awaited<ReturnType<typeof openSession>>);
afterAll(() => adapter?.close());

/** Compiling for a software driver takes most of a minute. */
const SLOW = { timeout: 600_000 };
const withAdapter = test.skipIf(!adapter);

test.skipIf(adapter)('a machine without an adapter says so (skipped where WebGPU has one)', () => {
  expect(opened).toMatchObject({ code: 'MODEL_DEVICE_MISSING' });
});

withAdapter('a session computes on WebGPU (skipped where no adapter is found)', async () => {
  (adapter!.inputs.x as Float32Array).set([1, 2]);
  await adapter!.run();
  expect([...adapter!.outputs.y!]).toEqual([2, 3]);
  expect(await describeDevice('webgpu')).toMatch(/^webgpu( \(a software driver.*\))?$/);
});

withAdapter('what WebGPU has no kernel for is refused (skipped where no adapter is found)', async () => {
  const graph = new Graph();
  graph.output('y', cast(graph, graph.input('x', 'float64' as 'float32', [2]), 'float32'));
  await expect(openSession(graph, '/', { device: 'webgpu' })).rejects.toMatchObject({
    code: 'MODEL_DEVICE_UNFIT',
  });
});

test("a run that fails is told in the runtime's words", async () => {
  const graph = new Graph();
  const table = graph.constant('float32', [2, 1], [1, 2]);
  graph.output('y', gather(graph, table, graph.input('ids', 'int64', [1])));
  const session = await openSession(graph, '/', { threads: 1 });
  (session.inputs.ids as BigInt64Array).set([7n]);
  await expect(session.run()).rejects.toMatchObject({
    code: 'MODEL_RUN_FAILED',
    why: expect.stringContaining('idx=7'),
  });
  await session.close();
});

const CASES: [name: string, config: SmallAtlas, views?: number][] = [
  ['heads-6c47f7f', { vggt: { usePretrainedVggt: false, numHeads: 4 } }],
  ['vggt-6c47f7f', {}],
  ['spatial-8da9053', { actionHead: { spatial: 'normalised', tanh: true } }],
  ['fused-8da9053', FUSED_TOWERS, 2],
];
withAdapter.each(CASES)(
  '%s gives what the original gives, on WebGPU too (skipped where no adapter is found)',
  SLOW,
  async (name, config, views = 1) => {
    const small = smallAtlas(config);
    const table = temporaryTable(small.spec);
    const model = { ...small, table };
    const { embedded } = await compute(embeddingGraph(model, 2), table.folder, { ids: IDS });
    const here = (graph: Graph, inputs: Parameters<typeof compute>[2]) =>
      compute(graph, table.folder, inputs, 'webgpu');
    const { hidden } = await here(textGraph(model, 2), { embedded: embedded!, bias: BIAS });
    const { tokens } = await here(languageGraph(model, 2), { hidden: hidden! });
    const inputs = { image: smallPictures(2 * views), tokens: tokens!, mask: MASKS.flat() };
    const graph = stepGraph(model, { batch: 2, views, features: true });
    const found = await here(graph, inputs);
    expect(await here(graph, inputs)).toEqual(found);
    table.remove();
    const original = readArrays(new URL(`forward/fixtures/atlas-${name}.npz`, import.meta.url));
    for (const part of ['vision', 'language', 'global'])
      expectClose(found[part]!, original[`${part}_features`], 2e-5, 2e-5);
    expectClose(found.actions!, original.actions, 1e-5, 0);
  },
);
