import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { unfoldTree } from '../unfold-tree.ts';
import { recogniseArchitecture } from './recognise.ts';
import { recogniseLazily } from './recognise-lazily.ts';

interface Config {
  readonly [field: string]: unknown;
  readonly n_obs_steps?: number;
  readonly unet?: { readonly down_dims: readonly number[] };
  readonly policy?: { readonly n_obs_steps: number };
}

// made by oracle/architecture/authors_trees.py
const cases = JSON.parse(
  readFileSync(new URL('../architectures/fixtures/authors.json', import.meta.url), 'utf8'),
) as Record<string, { kind: string; config: Config; tensors: number; tree: string[] }>;

test.each(Object.entries(cases))('%s: named, sized, nothing left over', async (_name, found) => {
  const { kind, config } = found;
  const tensors = unfoldTree(found.tree);
  expect(tensors).toHaveLength(found.tensors);
  const parts = await recogniseLazily(tensors);
  expect(parts).toEqual(recogniseArchitecture(tensors));
  expect(parts.map(({ text }) => text).join('\n')).not.toMatch(/incomplete|no architecture/);
  expect(parts.reduce((sum, part) => sum + part.tensors, 0)).toBe(found.tensors);
  const policy = parts.find(({ architecture }) => /^(act|cnn-mlp|diffusion-policy)$/.test(architecture))!;
  if (policy.architecture === 'act')
    expect(policy.config).toMatchObject({
      chunk: config.num_queries,
      width: config.hidden_dim,
      feedForward: config.dim_feedforward,
      backbone: config.backbone,
      actionSize: 14,
    });
  if (kind !== 'act') expect(policy.config.actionSize).toBe(config.action_dim);
  if (kind === 'transformer-lowdim') expect(policy.config.horizon).toBe(config.horizon);
  const steps = config.n_obs_steps ?? config.policy?.n_obs_steps;
  if (policy.config.observationSteps !== undefined) expect(policy.config.observationSteps).toBe(steps);
  if (config.unet) expect(policy.config.widths).toBe(config.unet.down_dims.join(', '));
});

test('what they are called', () => {
  const texts = (name: string) =>
    recogniseArchitecture(unfoldTree(cases[name]!.tree)).map(({ path, text }) => `${path}: ${text}`);
  expect(texts('act sim_transfer_cube')).toMatchInlineSnapshot(`
    [
      "model: ACT (its authors'), width 512, 4 encoder and 7 decoder layers; cameras through ResNet-18, state of 14 -> 100 actions of 14",
    ]
  `);
  expect(texts('unet hybrid square')).toMatchInlineSnapshot(`
    [
      ": Diffusion Policy (its authors'), U-Net of 512, 1024, 2048, kernel 5; 2 observations of 137 -> actions of 10 (how many at once, a U-Net does not show)",
      "obs_encoder.obs_nets.agentview_image: camera through ResNet-18 with group norm and 32 keypoints (robomimic; each tensor is saved twice) -> 64 features",
      "obs_encoder.obs_nets.robot0_eye_in_hand_image: camera through ResNet-18 with group norm and 32 keypoints (robomimic; each tensor is saved twice) -> 64 features",
      "normalizer: normaliser of the data set among the weights: agentview_image, robot0_eye_in_hand_image, robot0_eef_pos and 3 more",
    ]
  `);
  expect(texts('transformer lowdim kitchen')).toMatchInlineSnapshot(`
    [
      ": Diffusion Policy (its authors'), transformer of width 768, 8 layers; 4 observations of 60 -> 16 actions of 9",
      "normalizer: normaliser of the data set among the weights: obs, action",
    ]
  `);
  expect(texts('unet image real')).toMatchInlineSnapshot(`
    [
      ": Diffusion Policy (its authors'), U-Net of 512, 1024, 2048, kernel 5; a condition of 2052 -> actions of 2 (how many at once, a U-Net does not show)",
      "obs_encoder.key_model_map.camera_1: camera through ResNet-18 with group norm (torchvision)",
      "obs_encoder.key_model_map.camera_3: camera through ResNet-18 with group norm (torchvision)",
      "normalizer: normaliser of the data set among the weights: camera_1, camera_3, robot_eef_pose and 1 more",
    ]
  `);
});
