import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readCheckpoint } from './read-checkpoint.ts';
import { toPlain } from './to-plain.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumb-shards-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A safetensors file of zeros, each tensor of two float32. */
function shard(...names: string[]): Buffer {
  const header = Object.fromEntries(
    names.map((name, i) => [name, { dtype: 'F32', shape: [2], data_offsets: [8 * i, 8 * i + 8] }]),
  );
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, Buffer.alloc(8 * names.length)]);
}

const INDEX = 'model.safetensors.index.json';
const writeIndex = (weightMap: Record<string, unknown>) =>
  writeFile(join(folder, INDEX), JSON.stringify({ metadata: { total_size: 24 }, weight_map: weightMap }));
const write = (name: string, ...names: string[]) => writeFile(join(folder, name), shard(...names));

test('a folder or its index: all shards together, each tensor in its own file', async () => {
  await write('model-1.safetensors', 'a', 'b');
  await write('model-2.safetensors', 'c');
  await writeIndex({ c: 'model-2.safetensors', a: 'model-1.safetensors', b: 'model-1.safetensors' });
  for (const path of [folder, join(folder, INDEX)]) {
    const checkpoint = await readCheckpoint(path);
    expect(checkpoint).toMatchObject({ path, format: 'safetensors-sharded', verdict: 'safe', notes: [] });
    expect(checkpoint.tensors.map(({ name, file }) => [name, file])).toEqual([
      ['a', join(folder, 'model-1.safetensors')],
      ['b', join(folder, 'model-1.safetensors')],
      ['c', join(folder, 'model-2.safetensors')],
    ]);
    expect(toPlain(checkpoint.data)).toEqual({ total_size: 24 });
  }
});

test('a missing shard is an error with its name', async () => {
  await write('model-1.safetensors', 'a');
  await writeIndex({ a: 'model-1.safetensors', b: 'model-2.safetensors' });
  await expect(readCheckpoint(folder)).rejects.toMatchObject({
    code: 'CHECKPOINT_SHARD_MISSING',
    what: expect.stringContaining('lists 2 files, of which 1 are missing: model-2.safetensors'),
  });
});

test('a tensor that is not where the index says is an error', async () => {
  await write('model-1.safetensors', 'a');
  await writeIndex({ a: 'model-1.safetensors', b: 'model-1.safetensors' });
  await expect(readCheckpoint(folder)).rejects.toMatchObject({
    code: 'CHECKPOINT_INDEX_WRONG',
    what: expect.stringContaining('b in model-1.safetensors'),
  });
});

test('tensors and files that the index leaves out are told', async () => {
  await write('model-1.safetensors', 'a', 'extra');
  await write('old.safetensors', 'z');
  await writeIndex({ a: 'model-1.safetensors' });
  const { tensors, notes } = await readCheckpoint(folder);
  expect(tensors.map((tensor) => tensor.name)).toEqual(['a']);
  expect(notes.join(' ')).toMatch(/1 tensors of model-1\.safetensors .* Not in the index: old\.safetensors/);
});

test.each([
  '../a.safetensors',
  '/etc/passwd',
  '\\\\host\\a.safetensors',
  'sub/a.safetensors',
  '..',
  '',
  5,
  null,
])('an index that points to %j is refused', async (file) => {
  await mkdir(join(folder, 'sub'));
  await writeIndex({ a: file });
  await expect(readCheckpoint(folder)).rejects.toMatchObject({ code: 'CHECKPOINT_INDEX_WRONG' });
});

test('a damaged shard is refused by its own name', async () => {
  await writeFile(join(folder, 'model-1.safetensors'), shard('a').subarray(0, 60));
  await writeIndex({ a: 'model-1.safetensors' });
  await expect(readCheckpoint(folder)).rejects.toMatchObject({
    code: 'CHECKPOINT_TRUNCATED',
    what: expect.stringContaining('model-1.safetensors'),
  });
});
