import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEnvironment } from '@plumb/python';
import { expect, test } from 'vitest';
import { ConfigFields } from '../architectures/config-fields.ts';
import { buildPolicy, type PolicyType } from '../architectures/lerobot/build-policy.ts';
import { listTensors } from '../module-spec.ts';
import { checkLoad } from './check-load.ts';
import { inMemory } from './in-memory-checkpoint.ts';
import { environmentFiles, temporaryFolder } from './temporary-files.ts';

type Fields = Readonly<Record<string, unknown>>;
const { cases } = JSON.parse(
  readFileSync(new URL('../architectures/fixtures/lerobot.json', import.meta.url), 'utf8'),
) as { cases: Record<string, { config: Fields }> };
const aloha = cases['lerobot/act_aloha_sim_transfer_cube_human']!.config;

function environment(lerobot: string) {
  const metadata = `Metadata-Version: 2.1\nName: lerobot\nVersion: ${lerobot}\n`;
  return readEnvironment(
    temporaryFolder({
      ...environmentFiles('3.12', '4.57.1'),
      [`lib/python3.12/site-packages/lerobot-${lerobot}.dist-info/METADATA`]: metadata,
    }),
  );
}

/** A policy's folder with the names of one release, loaded by another. */
async function check(config: Fields, saved: string, installed: string, beside: Record<string, string> = {}) {
  const path = temporaryFolder({ 'config.json': JSON.stringify(config), ...beside });
  const model = buildPolicy(config.type as PolicyType, new ConfigFields(config, ''), { lerobot: saved })!;
  const file = join(path, 'model.safetensors');
  const memory = inMemory(listTensors(model));
  const checkpoint = { ...memory, path, tensors: memory.tensors.map((tensor) => ({ ...tensor, file })) };
  return checkLoad({ checkpoint, environment: await environment(installed) });
}

test('a policy in the LeRobot that saved it', async () => {
  expect(await check(aloha, '0.3.3', '0.3.3')).toMatchObject({
    architecture: "ACT (LeRobot's ACTPolicy)",
    loads: true,
    missing: [],
    unexpected: [],
    consequences: [],
  });
  const processors = { 'policy_preprocessor.json': '{}' };
  expect((await check(aloha, '0.6.1', '0.6.1', processors)).consequences).toEqual([]);
});

test('statistics that the installed release looks for elsewhere', async () => {
  const newer = await check(aloha, '0.3.3', '0.5.1');
  expect(newer).toMatchObject({ loads: true, error: null, missing: [] });
  expect(newer.unexpected).toHaveLength(8);
  expect(newer.consequences?.join()).toContain('migrate_policy_normalization');
  const older = await check(aloha, '0.5.1', '0.3.3');
  expect(older.missing).toHaveLength(8);
  expect(older.consequences?.join()).toContain('`mean` is infinity');
});

test('a config that the installed release refuses', async () => {
  const refused = await check({ ...aloha, use_peft: false, pretrained_path: null }, '0.4.4', '0.3.3');
  expect(refused.loads).toBe(false);
  expect(refused.constructionError).toBe(
    'DecodingError: The fields `use_peft`, `pretrained_path` are not valid for ACTConfig',
  );
});

test('no LeRobot, and a policy that Plumb does not build', async () => {
  const path = temporaryFolder({ 'config.json': JSON.stringify(aloha) });
  const memory = inMemory([{ name: 'a', shape: [1] }]);
  const inFolder = (place: string) => ({
    ...memory,
    tensors: memory.tensors.map((tensor) => ({ ...tensor, file: join(place, 'model.safetensors') })),
  });
  const bare = await readEnvironment(temporaryFolder(environmentFiles('3.12', '4.57.1')));
  expect((await checkLoad({ checkpoint: inFolder(path), environment: bare })).importFailure?.error).toBe(
    "ModuleNotFoundError: No module named 'lerobot'",
  );
  const other = temporaryFolder({ 'config.json': JSON.stringify({ ...aloha, type: 'tdmpc' }) });
  await expect(checkLoad({ checkpoint: inFolder(other), environment: bare })).rejects.toMatchObject({
    code: 'ARCHITECTURE_NOT_PREDICTED',
  });
});
