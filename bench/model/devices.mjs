// AtlasVLA of the published sizes on another device beside the CPU, in turn, on equal random weights and inputs: how far the
// outputs are apart, and how long each takes. Needs no checkpoint, no Python, no download.
//
//     node bench/model/devices.mjs simple|vggt [rounds] [device] [threads]
//
// Weights: packages/model/src/weights/hash-weights.ts, one layer's for every layer of a stack (1.2 GB on the disk at most);
// each layer has its own copy on the device all the same.
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atlasVla, qwen3 } from '@plumb/architecture';
import {
  embeddingGraph,
  languageGraph,
  stepGraph,
  textGraph,
} from '../../packages/model/dist/atlas/atlas-graphs.js';
import { chooseVariants } from '../../packages/model/dist/atlas/variants.js';
import { causalBias } from '../../packages/model/dist/forward/qwen.js';
import { openSession } from '../../packages/model/dist/session.js';
import { openRandomTable } from '../../packages/model/dist/weights/random-table.js';
import { median, memory, timed } from './shared.mjs';

const [kind = 'simple', rounds = '20', device = 'webgpu', threads] = process.argv.slice(2);
const TOKENS = 77;
// Qwen3-0.6B
const decoder = {
  modelType: 'qwen3',
  hiddenSize: 1024,
  layers: 28,
  heads: 16,
  kvHeads: 8,
  headDim: 128,
  intermediateSize: 3072,
  vocabSize: 151936,
  tieWordEmbeddings: true,
};
// ModelConfig of AtlasVLA at 6c47f7f
const config = {
  vision: { imgSize: 224, patchSize: 16, inChannels: 3, embedDim: 768 },
  language: { modelName: 'Qwen/Qwen3-0.6B', maxLength: TOKENS, outputDim: 768 },
  vggt: { embedDim: 768, depth: 6, numHeads: 12, mlpRatio: 4, usePretrainedVggt: kind === 'vggt' },
  actionHead: {
    inputDim: 768,
    hiddenDim: 1024,
    actionDim: 7,
    actionHorizon: 10,
    numHiddenLayers: 2,
    useActionChunking: true,
  },
};
const spec = atlasVla(config, qwen3(decoder), decoder.hiddenSize);
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'plumb-devices-')));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const table = openRandomTable(spec, folder, { shareLayers: true });
const model = {
  config,
  spec,
  table,
  language: { config: decoder, numbers: { ...decoder, rmsNormEpsilon: 1e-6, ropeTheta: 1e6 } },
  tokenGraph: 'grid',
  variants: chooseVariants(config, []),
};
const mask = Array.from({ length: TOKENS }, (_, i) => Number(i < 12));

const inputs = {
  embedded: await embed(BigInt64Array.from(mask, (_, i) => BigInt((i * 1999 + 7) % decoder.vocabSize))),
  bias: causalBias(mask),
  mask: Float32Array.from(mask),
  image: Uint8Array.from({ length: 224 * 224 * 3 }, (_, i) => Math.imul(i, 2654435761) >>> 24),
};
for (const [name, graph] of [
  ['text', textGraph(model)],
  ['language', languageGraph(model)],
  ['step', stepGraph(model, { features: true })],
])
  await compare(name, graph);

/** The table of tokens is the CPU's on every device. */
async function embed(ids) {
  const session = await openSession(embeddingGraph(model), folder, { threads: 1 });
  session.inputs.ids.set(ids);
  await session.run();
  const embedded = session.outputs.embedded.slice();
  await session.close();
  return embedded;
}

/** Both devices, with equal inputs; the CPU's outputs are the next part's inputs. */
async function compare(name, graph) {
  const sides = {};
  for (const where of ['cpu', device]) {
    let session;
    const opened = await timed(async () => {
      session = await openSession(graph, folder, { device: where, threads: threads && Number(threads) });
    });
    for (const [key, array] of Object.entries(session.inputs)) array.set(inputs[key]);
    const first = await timed(() => session.run());
    sides[where] = { session, opened, first, times: [] };
    console.log(
      `${name} on ${where}: opened in ${opened.s.toFixed(2)} s, first run ${first.s.toFixed(3)} s, ${JSON.stringify(memory())}`,
    );
  }
  for (const [key, want] of Object.entries(sides.cpu.session.outputs)) {
    const got = sides[device].session.outputs[key];
    let most = 0;
    let outside = 0;
    for (const [i, value] of got.entries()) {
      const error = Math.abs(value - want[i]);
      if (!(error <= most)) most = error;
      if (!(error <= 1e-3 + 1e-4 * Math.abs(want[i]))) outside++;
    }
    const size = want.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    console.log(
      `  ${key}: ${most.toExponential(1)} from the CPU's (up to ${size.toPrecision(3)}), ${outside} of ${want.length} outside 1e-3 + 1e-4 |x|`,
    );
    inputs[key] = want.slice();
  }
  const bits = JSON.stringify(
    Object.values(sides[device].session.outputs).map((array) => [...array.slice(0, 999)]),
  );
  for (let round = 0; round < Number(rounds); round++)
    for (const side of Object.values(sides)) side.times.push(await timed(() => side.session.run()));
  const again = JSON.stringify(
    Object.values(sides[device].session.outputs).map((array) => [...array.slice(0, 999)]),
  );
  const wall = (side) => median(side.times.map(({ s }) => s));
  const [cpu, other] = [wall(sides.cpu), wall(sides[device])];
  console.log(
    `  cpu ${(1000 * cpu).toFixed(1)} ms, ${device} ${(1000 * other).toFixed(1)} ms: ${(cpu / other).toFixed(1)} times as fast; ` +
      `${again === bits ? 'equal bits' : 'OTHER BITS'} after ${rounds} runs`,
  );
  for (const { session } of Object.values(sides)) await session.close();
}
