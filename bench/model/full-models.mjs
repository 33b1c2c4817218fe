// Parts of published size against transformers: hidden states within 1e-3 + 1e-4 |x|.
//
//     python oracle/model/full_models.py FOLDER
//     node bench/model/full-models.mjs FOLDER
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildModel, ConfigFields, predictLoad, readDecoderConfig } from '@plumb/architecture';
import { readCheckpoint } from '@plumb/checkpoint';
import { towerNumbers } from '../../packages/model/dist/forward/atlas-vision.js';
import { clipVision, siglipVision } from '../../packages/model/dist/forward/contrastive-towers.js';
import { dinov2 } from '../../packages/model/dist/forward/dinov2.js';
import { causalBias, decoder, embedTokens } from '../../packages/model/dist/forward/qwen.js';
import { Graph } from '../../packages/model/dist/graph/graph.js';
import { cast, div, scalar } from '../../packages/model/dist/graph/operators.js';
import { openSession } from '../../packages/model/dist/session.js';
import { readArrays } from '../../packages/model/dist/testing/read-arrays.js';
import { ModuleWeights } from '../../packages/model/dist/weights/module-weights.js';
import { tableOfCheckpoint } from '../../packages/model/dist/weights/weight-table.js';

const CASES = {
  'qwen2-0.5b': ['Qwen2Model', language],
  'dinov2-base': ['Dinov2Model', (m, x, f) => dinov2(m, x, towerNumbers(f, 1e-6, 'gelu', 12))],
  'siglip-base': [
    'SiglipVisionModel',
    (m, x, f) => siglipVision(m.child('vision_model'), x, towerNumbers(f, 1e-6, 'gelu_pytorch_tanh', 12)),
  ],
  'clip-b16': [
    'CLIPVisionModel',
    (m, x, f) => clipVision(m.child('vision_model'), x, towerNumbers(f, 1e-5, 'quick_gelu', 12)),
  ],
};
const [folder] = process.argv.slice(2);
for (const [name, [className, forward]] of Object.entries(CASES)) {
  const place = join(folder, name);
  const fields = JSON.parse(readFileSync(join(place, 'config.json'), 'utf8'));
  const config = new ConfigFields(fields, place);
  const spec = buildModel(className, fields.model_type, config, { transformers: '4.57.1' });
  const checkpoint = await readCheckpoint(join(place, 'model.safetensors'));
  const { error } = predictLoad(checkpoint.tensors, spec, { strict: true });
  if (error) throw new Error(error);
  const graph = new Graph();
  const module = ModuleWeights.root(graph, await tableOfCheckpoint(checkpoint), spec);
  const text = name.startsWith('qwen');
  const input = text ? graph.input('ids', 'int64', [1, 77]) : graph.input('image', 'uint8', [1, 224, 224, 3]);
  const pixels = text ? input : div(graph, cast(graph, input, 'float32'), scalar(graph, 255));
  graph.output('hidden', forward(module, pixels, fields));
  const session = await openSession(graph, place, { threads: 2 });
  if (text) {
    session.inputs.ids.set(Array.from({ length: 77 }, (_, i) => BigInt((i * 1999 + 7) % 151936)));
    session.inputs.bias.set(causalBias(Array.from({ length: 77 }, (_, i) => Number(i < 12))));
  } else session.inputs.image.set(session.inputs.image.map((_, i) => Math.imul(i, 2654435761) >>> 24));
  await session.run();
  const want = readArrays(join(place, 'reference.npz')).hidden.data;
  let most = 0;
  let outside = 0;
  for (const [i, value] of session.outputs.hidden.entries()) {
    const distance = Math.abs(value - want[i]);
    most = Math.max(most, distance);
    if (!(distance <= 1e-3 + 1e-4 * Math.abs(want[i]))) outside++;
  }
  console.log(
    `${name}: ${most.toExponential(1)} from transformers', ${outside} of ${want.length} outside the bar`,
  );
  await session.close();
}

function language(module, ids, fields) {
  const config = readDecoderConfig(new ConfigFields(fields, 'config.json'), 'qwen2');
  const bias = module.graph.input('bias', 'float32', [1, 1, 77, 77]);
  const { heads, kvHeads, headDim } = config;
  const numbers = {
    heads,
    kvHeads,
    headDim,
    rmsNormEpsilon: fields.rms_norm_eps,
    ropeTheta: fields.rope_theta,
  };
  return decoder(module, numbers, embedTokens(module, ids), bias);
}
