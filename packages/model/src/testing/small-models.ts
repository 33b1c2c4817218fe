import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AtlasVlaConfig,
  atlasVla,
  type DecoderConfig,
  type ModuleSpec,
  qwen2,
  qwen3,
  VGGT_1B,
  type VisionTower,
  vggtAdapter,
} from '@plumb/architecture';
import type { GraphSource } from '../atlas/atlas-graphs.ts';
import { chooseVariants } from '../atlas/variants.ts';
import { causalBias } from '../forward/qwen.ts';
import type { TowerInput } from '../forward/tower-input.ts';
import type { Graph } from '../graph/graph.ts';
import { type Device, openSession } from '../session.ts';
import { openRandomTable, type RandomTable } from '../weights/random-table.ts';

// the sizes of oracle/model/forward_cases.py
export const LENGTH = 12;
export const IMAGE = 56;
export const MASKS = [LENGTH, 7].map((tokens) =>
  Array.from({ length: LENGTH }, (_, i) => Number(i < tokens)),
);
export const IDS = BigInt64Array.from({ length: 2 * LENGTH }, (_, i) => BigInt((i * 37 + 5) % 96));
export const BIAS = Float32Array.from(MASKS.flatMap((mask) => [...causalBias(mask)]));

const SIZES = {
  hiddenSize: 48,
  layers: 2,
  heads: 4,
  kvHeads: 2,
  intermediateSize: 80,
  vocabSize: 96,
  tieWordEmbeddings: false,
};
export const QWEN3: DecoderConfig = { modelType: 'qwen3', headDim: 16, ...SIZES };
export const QWEN2: DecoderConfig = { modelType: 'qwen2', headDim: 12, ...SIZES };
export const numbersOf = ({ heads, kvHeads, headDim }: DecoderConfig) => ({
  heads,
  kvHeads,
  headDim,
  rmsNormEpsilon: 1e-6,
  ropeTheta: 10000,
});

export function smallDecoder(config: DecoderConfig): ModuleSpec {
  return config.modelType === 'qwen2' ? qwen2(config) : qwen3(config);
}

/** `count` pictures, as the oracle makes them. */
export function smallPictures(count: number): Uint8Array {
  return Uint8Array.from({ length: count * IMAGE * IMAGE * 3 }, (_, i) => Math.imul(i, 2654435761) >>> 24);
}

/** Random weights in a temporary folder; `remove` when done. */
export function temporaryTable(spec: ModuleSpec): RandomTable & { remove(): void } {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'plumb-model-')));
  const table = openRandomTable(spec, folder);
  return {
    ...table,
    remove: () => {
      table.close();
      rmSync(folder, { recursive: true });
    },
  };
}

type Vggt = AtlasVlaConfig['vggt'];
type Head = AtlasVlaConfig['actionHead'];

export interface SmallAtlas {
  readonly towers?: readonly VisionTower[];
  /** One a tower, at 8da9053. */
  readonly towerInputs?: readonly TowerInput[];
  readonly vggt?: Partial<Vggt>;
  readonly actionHead?: Partial<Head>;
}

/** AtlasVLA of the oracle's sizes; its VGGT is 64 wide and two blocks deep. */
export function smallAtlas({
  vggt,
  actionHead,
  towers,
  towerInputs,
}: SmallAtlas): Omit<GraphSource, 'table'> {
  const config: AtlasVlaConfig = {
    vision: { imgSize: IMAGE, patchSize: 14, inChannels: 3, embedDim: 48, ...(towers ? { towers } : {}) },
    language: { modelName: 'x', maxLength: LENGTH, outputDim: 48 },
    vggt: { embedDim: 48, depth: 2, numHeads: 12, mlpRatio: 4, usePretrainedVggt: true, ...vggt },
    actionHead: {
      inputDim: 48,
      hiddenDim: 40,
      actionDim: 7,
      actionHorizon: 5,
      numHiddenLayers: 2,
      useActionChunking: true,
      ...actionHead,
    },
  };
  const whole = atlasVla(config, smallDecoder(QWEN3), 48, { transformers: '4.57.1' });
  const small = vggtAdapter(config.vggt, { ...VGGT_1B, embedDim: 64, depth: 2, heads: [] });
  const children = whole.children.map(([name, child]) =>
    name === 'vggt_backbone' && config.vggt.usePretrainedVggt
      ? ([name, small] as const)
      : ([name, child] as const),
  );
  return {
    config,
    spec: { ...whole, children },
    language: { config: QWEN3, numbers: numbersOf(QWEN3) },
    tokenGraph: config.vggt.graphType === 'fully_connected' ? 'fully_connected' : 'grid',
    variants: chooseVariants(config, []),
    towerInputs,
  };
}

/** Builds, runs and closes: outputs by name. */
export async function compute(
  graph: Graph,
  folder: string,
  inputs: Readonly<Record<string, ArrayLike<number> | BigInt64Array>>,
  device: Device = 'cpu',
): Promise<Record<string, Float32Array>> {
  const session = await openSession(graph, folder, { threads: 1, device });
  for (const [name, values] of Object.entries(inputs))
    (session.inputs[name] as Float32Array).set(values as ArrayLike<number>);
  await session.run();
  const outputs = Object.fromEntries(
    Object.entries(session.outputs).map(([name, data]) => [name, data.slice()]),
  );
  await session.close();
  return outputs;
}
