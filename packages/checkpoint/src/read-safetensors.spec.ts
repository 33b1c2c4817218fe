import { readFileSync } from 'node:fs';
import { fromBytes } from '@plumb/core';
import { expect, test } from 'vitest';
import { readCheckpoint } from './read-checkpoint.ts';
import { readSafetensors } from './read-safetensors.ts';

interface Case {
  name: string;
  file: string;
  error?: string;
  tensors?: { name: string; dtype: string; shape: number[] }[];
  metadata?: Record<string, string>;
}

// made by oracle/checkpoint/make_safetensors.py: what safetensors 0.8 and torch 2.8 make of each file
const cases: Case[] = JSON.parse(
  readFileSync(new URL('./fixtures/safetensors.json', import.meta.url), 'utf8'),
);
const sourceOf = (entry: Case) => fromBytes(new Uint8Array(Buffer.from(entry.file, 'base64')));

test.each(cases)('$name', async (entry) => {
  if (entry.error !== undefined) {
    await expect(readSafetensors(sourceOf(entry))).rejects.toMatchObject({
      code: expect.stringMatching(/^(?:SAFETENSORS_MALFORMED|CHECKPOINT_TRUNCATED)$/),
    });
    return;
  }
  const { tensors, metadata } = await readSafetensors(sourceOf(entry));
  expect(tensors.map(({ name, dtype, shape }) => ({ name, dtype, shape }))).toEqual(entry.tensors);
  expect(metadata).toEqual(entry.metadata);
});

test('offsets are absolute, strides row-major', async () => {
  const { tensors } = await readSafetensors(
    sourceOf(cases.find((entry) => entry.name === 'empty tensor between')!),
  );
  const size = Buffer.from(
    cases.find((entry) => entry.name === 'empty tensor between')!.file,
    'base64',
  ).length;
  expect(tensors.map((tensor) => tensor.offset)).toEqual([size - 32, size - 16, size - 16]);
  expect(tensors[0]!.stride).toEqual([2, 1]);
});

test('a file that was cut says so, with both sizes', async () => {
  await expect(
    readSafetensors(sourceOf(cases.find((entry) => entry.name === 'file shorter than the data')!)),
  ).rejects.toMatchObject({ code: 'CHECKPOINT_TRUNCATED', what: expect.stringMatching(/has \d+ bytes/) });
});

test('names that save_model left out as tied are told from the metadata', async () => {
  const header = {
    __metadata__: { 'lm_head.weight': 'embed.weight', format: 'pt', note: 'embed.weight.of' },
    'embed.weight': { dtype: 'F32', shape: [1], data_offsets: [0, 4] },
  };
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  const { notes } = await readCheckpoint(fromBytes(Buffer.concat([length, json, Buffer.alloc(4)])));
  expect(notes).toEqual(['lm_head.weight is tied to embed.weight: it has no data of its own here.']);
});
