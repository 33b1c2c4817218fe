import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ConfigFields } from '../architectures/config-fields.ts';
import { buildPolicy, type PolicyType } from '../architectures/lerobot/build-policy.ts';
import { DEFAULT_VLM } from '../architectures/lerobot/smolvla.ts';
import { readSmolVlmConfig } from '../architectures/lerobot/smolvlm.ts';
import { listTensors } from '../module-spec.ts';
import { recogniseArchitecture } from './recognise.ts';
import { recogniseLazily } from './recognise-lazily.ts';

type Fields = Readonly<Record<string, unknown>>;
const { vlms, cases } = JSON.parse(
  readFileSync(new URL('../architectures/fixtures/lerobot.json', import.meta.url), 'utf8'),
) as { vlms: Record<string, Fields>; cases: Record<string, { config: Fields }> };

const tensorsOf = (config: Fields, lerobot: string) =>
  listTensors(
    buildPolicy(
      config.type as PolicyType,
      new ConfigFields(config, 'config.json'),
      { lerobot },
      readSmolVlmConfig(new ConfigFields(vlms[String(config.vlm_model_name ?? DEFAULT_VLM)]!, 'vlm')),
    )!,
  );

const NAMES = { act: 'act', diffusion: 'diffusion-policy', smolvla: 'smolvla' } as const;

test.each(
  Object.entries(cases).flatMap(([name, { config }]) =>
    ['0.3.3', '0.6.1'].map((release) => ({ name, config, release })),
  ),
)('$name as LeRobot $release saves it: named, nothing left over', async ({ config, release }) => {
  const tensors = tensorsOf(config, release);
  const parts = await recogniseLazily(tensors);
  expect(parts).toEqual(recogniseArchitecture(tensors));
  expect(parts.map(({ architecture }) => architecture)).toContain(NAMES[config.type as PolicyType]);
  const own = parts.filter(({ whole }) => !whole);
  expect(own.map(({ text }) => text).join('\n')).not.toMatch(/incomplete|no architecture/);
  expect(own.reduce((sum, part) => sum + part.tensors, 0)).toBe(tensors.length);
});

test('what they are called', () => {
  const text = (name: string, release = '0.6.1') =>
    recogniseArchitecture(tensorsOf(cases[name]!.config, release)).map((part) => part.text);
  expect(text('lerobot/act_aloha_sim_transfer_cube_human', '0.3.3')).toEqual([
    'statistics of the data set among the weights, as LeRobot before 0.4 saves them: observation_images_top, observation_state, action',
    'ACT (LeRobot), width 512, 4 encoder and 1 decoder layers; cameras through ResNet-18, state of 14 -> 100 actions of 14',
  ]);
  expect(text('lerobot/diffusion_pusht')).toEqual([
    'Diffusion Policy (LeRobot), U-Net of 512, 1024, 2048, kernel 5, ResNet-18 with group norm -> actions of 2',
  ]);
  expect(text('lerobot/smolvla_base')[0]).toBe(
    'SmolVLA (LeRobot) on 16 of 32 layers of SmolVLM2-500M-Video-Instruct, actions of 32',
  );
});
