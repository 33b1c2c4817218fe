import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TensorEntry } from '@plumb/checkpoint';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findNotFinite } from './find-not-finite.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumb-finite-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function tensors(numbers: readonly number[], entries: readonly [name: string, count: number][]) {
  const file = join(folder, 'weights.bin');
  await writeFile(file, new Uint8Array(Float32Array.from(numbers).buffer));
  return entries.map(
    ([name, count]) =>
      ({ name, dtype: 'float32', shape: [count], stride: [1], file, offset: 0 }) as unknown as TensorEntry,
  );
}

test('a tensor that begins where an empty one or a part of it does is read as well', async () => {
  const found = await findNotFinite(
    await tensors(
      [1, 2, Number.NaN, 4],
      [
        ['empty', 0],
        ['part', 2],
        ['whole', 4],
      ],
    ),
  );
  expect(found).toEqual([{ name: 'whole', element: 2 }]);
});

test('tied tensors are told once', async () => {
  const found = await findNotFinite(
    await tensors(
      [1, Number.POSITIVE_INFINITY],
      [
        ['embed', 2],
        ['head', 2],
      ],
    ),
  );
  expect(found).toEqual([{ name: 'embed', element: 1 }]);
});
