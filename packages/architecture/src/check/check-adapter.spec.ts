import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCheckpoint } from '@plumb/checkpoint';
import type { TensorShape } from '@plumb/contract';
import { readEnvironment } from '@plumb/python';
import { expect, test } from 'vitest';
import { buildModel } from '../architectures/build-model.ts';
import { ConfigFields } from '../architectures/config-fields.ts';
import { listTensors } from '../module-spec.ts';
import { checkLoad } from './check-load.ts';
import { environmentFiles, temporaryFolder } from './temporary-files.ts';

const read = (url: string) => JSON.parse(readFileSync(new URL(url, import.meta.url), 'utf8')) as unknown;
const { config: llama } = read('../architectures/fixtures/families/llama.json') as {
  config: Readonly<Record<string, unknown>>;
};
const scenarios = read('fixtures/lora-loads.json') as Record<
  string,
  { config: Record<string, unknown>; tensors: [string, number[]][] }
>;

function save(path: string, tensors: readonly TensorShape[]): void {
  let end = 0;
  const header = Object.fromEntries(
    tensors.map(({ name, shape }) => {
      const start = end;
      end += 4 * shape.reduce((product, length) => product * length, 1);
      return [name, { dtype: 'F32', shape, data_offsets: [start, end] }];
    }),
  );
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  writeFileSync(path, Buffer.concat([length, text, Buffer.alloc(end)]));
}

/** A small Llama with an adapter in a folder inside of it. */
function adapterOf(scenario: string, withBase = true): string {
  const { config, tensors } = scenarios[scenario]!;
  const fields = { ...llama, model_type: 'llama', architectures: ['LlamaForCausalLM'] };
  const path = temporaryFolder({
    ...(withBase ? { 'config.json': JSON.stringify(fields) } : {}),
    'adapter/adapter_config.json': JSON.stringify(config),
  });
  const base = buildModel('LlamaForCausalLM', 'llama', new ConfigFields(llama, ''), {})!;
  if (withBase) save(join(path, 'model.safetensors'), listTensors(base));
  const pairs = tensors.map(([name, shape]) => ({ name, shape }));
  save(join(path, 'adapter', 'adapter_model.safetensors'), pairs);
  return join(path, 'adapter');
}

function environment(peft: boolean) {
  const metadata = 'Metadata-Version: 2.1\nName: peft\nVersion: 0.15.2\n';
  return readEnvironment(
    temporaryFolder({
      ...environmentFiles('3.10', '4.57.1', ['llama']),
      ...(peft ? { 'lib/python3.10/site-packages/peft-0.15.2.dist-info/METADATA': metadata } : {}),
    }),
  );
}

const check = async (path: string, peft = true) =>
  checkLoad({ checkpoint: await readCheckpoint(path), environment: await environment(peft) });

test('a LoRA inside of its base’s folder', async () => {
  expect(await check(adapterOf('as saved'))).toMatchObject({
    architecture: 'LoRA of rank 4 around LlamaForCausalLM',
    loads: true,
    missing: [],
    unexpected: [],
  });
  expect((await check(adapterOf('a layer lacking'))).missing).toHaveLength(4);
  expect(await check(adapterOf("another rank than the config's"))).toMatchObject({ loads: false });
  expect((await check(adapterOf('no target found'))).constructionError).toContain("{'query'} not found");
  expect((await check(adapterOf('as saved'), false)).importFailure?.error).toContain('peft');
});

test('without its base nothing is guessed', async () => {
  await expect(check(adapterOf('as saved', false))).rejects.toMatchObject({
    code: 'ARCHITECTURE_NOT_PREDICTED',
  });
});
