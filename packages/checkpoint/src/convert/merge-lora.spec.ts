import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { diffCheckpoints } from '../diff/diff-checkpoints.ts';
import { readCheckpoint } from '../read-checkpoint.ts';
import { convertCheckpoint } from './convert-checkpoint.ts';

// made by oracle/convert/make_lora.py: merged by peft 0.15.2 itself
const lora = fileURLToPath(new URL('./fixtures/lora', import.meta.url));
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumb-lora-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

// peft sums in float32 in an order of its own: a few units in the last place of the largest element
const CLOSE = { float32: 2e-6, bfloat16: 2 ** -7 };

test.each([
  ['plain', 4, 0],
  ['bfloat16', 4, 0],
  ['patterns', 4, 0],
  ['conv1d', 2, 0],
  ['others', 4, 4],
] as const)('%s: as peft merges it', async (name, merged, replaced) => {
  const out = join(folder, 'out.safetensors');
  const result = await convertCheckpoint(join(lora, name, 'base.safetensors'), out, {
    mergeLora: join(lora, name, 'adapter'),
  });
  expect(result.merged).toMatchObject({ merged, replaced });
  const expected = await readCheckpoint(join(lora, name, 'merged.safetensors'));
  const diff = await diffCheckpoints(await readCheckpoint(out), expected, { values: true });
  expect([diff.onlyA, diff.onlyB, diff.pairs.every(({ kind }) => kind === 'name')]).toEqual([[], [], true]);
  const close = name === 'bfloat16' ? CLOSE.bfloat16 : CLOSE.float32;
  for (const { values } of diff.pairs) expect(values!.maxAbs).toBeLessThanOrEqual(close);
  // and the merge did change something
  const base = await readCheckpoint(join(lora, name, 'base.safetensors'));
  const changed = (await diffCheckpoints(await readCheckpoint(out), base, { values: true })).pairs.filter(
    ({ values }) => values!.maxAbs > 0.01,
  );
  expect(changed).toHaveLength(merged + replaced);
});

function changed(name: string, change: (config: Record<string, unknown>) => void): string {
  const adapter = join(folder, 'adapter');
  cpSync(join(lora, name, 'adapter'), adapter, { recursive: true });
  const path = join(adapter, 'adapter_config.json');
  const config = JSON.parse(readFileSync(path, 'utf8'));
  change(config);
  writeFileSync(path, JSON.stringify(config));
  return adapter;
}

const merge = (base: string, adapter: string) =>
  convertCheckpoint(join(lora, base, 'base.safetensors'), join(folder, 'out.pt'), { mergeLora: adapter });

test('what is no plain LoRA is refused rather than merged nearly right', async () => {
  const dora = changed('plain', (config) => {
    config.use_dora = true;
  });
  await expect(merge('plain', dora)).rejects.toMatchObject({ code: 'ADAPTER_KIND' });
});

test('a rank that the matrices do not have, or no alpha, is an error', async () => {
  const wrong = changed('plain', (config) => {
    config.r = 8;
  });
  await expect(merge('plain', wrong)).rejects.toMatchObject({ code: 'ADAPTER_CONFIG' });
  const none = changed('plain', (config) => {
    delete config.lora_alpha;
  });
  await expect(merge('plain', none)).rejects.toMatchObject({ code: 'ADAPTER_CONFIG' });
});

test('an adapter of another model is an error that names what is missing', async () => {
  const other = fileURLToPath(new URL('../fixtures/checkpoints/bare.pt', import.meta.url));
  await expect(
    convertCheckpoint(other, join(folder, 'out.pt'), { mergeLora: join(lora, 'plain', 'adapter') }),
  ).rejects.toMatchObject({
    code: 'ADAPTER_TARGET_MISSING',
    what: expect.stringContaining('layers.0.q_proj'),
  });
});
