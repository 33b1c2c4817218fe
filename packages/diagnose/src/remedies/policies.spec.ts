import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCheckpoint } from '@plumb/checkpoint';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { localiseRemedies } from '../texts/localise-remedies.ts';
import { zh } from '../texts/zh/index.ts';
import { planRemedies } from './plan-remedies.ts';
import type { Way } from './remedy-plan.ts';
import { environmentOf } from './spec-checkpoints.ts';

// ACT of LeRobot as small as it gets: no camera, no VAE
const WIDTH = 4;
const CONFIG = {
  type: 'act',
  input_features: {
    'observation.state': { type: 'STATE', shape: [3] },
    'observation.environment_state': { type: 'ENV', shape: [2] },
  },
  output_features: { action: { type: 'ACTION', shape: [2] } },
  dim_model: WIDTH,
  n_heads: 2,
  dim_feedforward: 5,
  n_encoder_layers: 1,
  n_decoder_layers: 1,
  use_vae: false,
  latent_dim: 3,
  chunk_size: 6,
  n_action_steps: 6,
};

const linear = (name: string, outputs: number, inputs: number) =>
  [
    [`model.${name}.weight`, [outputs, inputs]],
    [`model.${name}.bias`, [outputs]],
  ] as const;
const norm = (name: string) =>
  [
    [`model.${name}.weight`, [WIDTH]],
    [`model.${name}.bias`, [WIDTH]],
  ] as const;
const attention = (name: string) =>
  [
    [`model.${name}.in_proj_weight`, [3 * WIDTH, WIDTH]],
    [`model.${name}.in_proj_bias`, [3 * WIDTH]],
    ...linear(`${name}.out_proj`, WIDTH, WIDTH),
  ] as const;
const ACT: Readonly<Record<string, readonly number[]>> = Object.fromEntries([
  ...['encoder', 'decoder'].flatMap((side) => [
    ...attention(`${side}.layers.0.self_attn`),
    ...(side === 'decoder' ? attention('decoder.layers.0.multihead_attn') : []),
    ...linear(`${side}.layers.0.linear1`, 5, WIDTH),
    ...linear(`${side}.layers.0.linear2`, WIDTH, 5),
    ...['norm1', 'norm2', ...(side === 'decoder' ? ['norm3'] : [])].flatMap((name) =>
      norm(`${side}.layers.0.${name}`),
    ),
  ]),
  ...norm('decoder.norm'),
  ...linear('encoder_robot_state_input_proj', WIDTH, 3),
  ...linear('encoder_env_state_input_proj', WIDTH, 2),
  ...linear('encoder_latent_input_proj', WIDTH, 3),
  ['model.encoder_1d_feature_pos_embed.weight', [3, WIDTH]],
  ['model.decoder_pos_embed.weight', [6, WIDTH]],
  ...linear('action_head', 2, WIDTH),
]);
const STATISTICS = {
  'normalize_inputs.buffer_observation_state.mean': [3],
  'normalize_inputs.buffer_observation_state.std': [3],
  'normalize_targets.buffer_action.mean': [2],
  'normalize_targets.buffer_action.std': [2],
  'unnormalize_outputs.buffer_action.mean': [2],
  'unnormalize_outputs.buffer_action.std': [2],
};

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumb-spec-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function save(tensors: Readonly<Record<string, readonly number[]>>, processors: boolean) {
  const place = await mkdtemp(join(folder, 'policy-'));
  let end = 0;
  const header = Object.fromEntries(
    Object.entries(tensors).map(([name, shape]) => {
      const start = end;
      end += 4 * shape.reduce((product, length) => product * length, 1);
      return [name, { dtype: 'F32', shape, data_offsets: [start, end] }];
    }),
  );
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  await writeFile(join(place, 'model.safetensors'), Buffer.concat([length, text, Buffer.alloc(end)]));
  await writeFile(join(place, 'config.json'), JSON.stringify(CONFIG));
  if (processors) await writeFile(join(place, 'policy_preprocessor.json'), '{}');
  return readCheckpoint(place);
}

const environment = (lerobot: string) => environmentOf({ torch: '2.8.0', transformers: '4.57.1', lerobot });

async function plan(way: Way, lerobot: string, checkpoint: Awaited<ReturnType<typeof save>>) {
  const { before, plans } = await planRemedies({ checkpoint, environment: environment(lerobot), way });
  return { before, plan: plans[0]! };
}

test('statistics among the weights: an older LeRobot, or LeRobot’s own script, and both end in a check', async () => {
  const checkpoint = await save({ ...STATISTICS, ...ACT }, false);
  const { before, plan: convert } = await plan('convert', '0.4.4', checkpoint);
  expect(before.clean).toBe(false);
  expect(convert).toMatchObject({ verdict: 'fixes', way: 'convert' });
  expect(convert.commands[0]!.text).toContain('migrate_policy_normalization');
  expect(convert.checks.at(-1)!.outcome.clean).toBe(true);
  const { plan: upgrade } = await plan('upgrade', '0.4.4', checkpoint);
  expect(upgrade).toMatchObject({
    verdict: 'fixes',
    commands: [{ text: 'python -m pip install lerobot==0.3.3' }, {}],
  });
  // where nothing is wrong, nothing is offered
  expect((await plan('upgrade', '0.3.3', checkpoint)).plan.verdict).toBe('not-needed');
});

test('a head of another width: what is kept, what starts anew, and a script that leaves it out', async () => {
  const shape = [9, WIDTH];
  const checkpoint = await save(
    { ...ACT, 'model.action_head.weight': shape, 'model.action_head.bias': [9] },
    true,
  );
  const { before, plan: retrain } = await plan('retrain', '0.4.4', checkpoint);
  expect(before.text).toBe('raises: 2 of another shape');
  expect(retrain.verdict).toBe('trains');
  expect(retrain.summary).toMatch(/^10 parameters .* start from random values: model\.action_head/);
  expect(retrain.files[0]!.text).toContain('"model.action_head.weight",');
  expect(retrain.commands[1]!.text).toContain('lerobot-train --policy.path=start');
  expect(retrain.checks.at(-1)!.outcome.clean).toBe(true);
});

test('what training cannot mend is said', async () => {
  const { plan: retrain } = await plan('retrain', '0.4.4', await save(ACT, false));
  expect(retrain.verdict).toBe('impossible');
  expect(retrain.summary).toContain('lies beside the weights');
});

test('an adapter is not planned as if it were a model', async () => {
  const checkpoint = await save(ACT, true);
  const adapter = {
    place: folder,
    kind: 'LORA',
    base: undefined,
    rank: 4,
    alpha: 8,
    targetModules: undefined,
    touches: [],
    missing: undefined,
  };
  await expect(
    planRemedies({ checkpoint: { ...checkpoint, adapter }, environment: environment('0.4.4') }),
  ).rejects.toMatchObject({ code: 'ADAPTER_NOT_PLANNED' });
});

test('every plan for a policy has its Chinese', async () => {
  const head = { 'model.action_head.weight': [9, WIDTH], 'model.action_head.bias': [9] };
  for (const tensors of [ACT, { ...STATISTICS, ...ACT }, { ...ACT, ...head }])
    for (const lerobot of ['0.3.3', '0.4.4', '0.6.1']) {
      const question = { checkpoint: await save(tensors, false), environment: environment(lerobot) };
      expect(localiseRemedies(await planRemedies(question), zh).untranslated).toEqual([]);
    }
});
