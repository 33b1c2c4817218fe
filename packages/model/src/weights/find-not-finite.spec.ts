import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TensorEntry } from '@plumb/checkpoint';
import type { DType } from '@plumb/contract';
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

/** Bytes of one element: the greatest finite number, or near it, then what is no number. */
const NUMBERS: [dtype: DType, finite: Uint8Array, ...bad: Uint8Array[]][] = [
  ['float32', bytes(0x7f7fffff), bytes(0x7fc00000), bytes(0xff800000)],
  // a lower word of all ones is no exponent
  ['float64', bytes(0xffffffff, 0xffefffff), bytes(0, 0x7ff80000), bytes(0, 0xfff00000)],
  ['float16', bytes(0x7bff7bff), bytes(0x7e00).subarray(0, 2), bytes(0xfc00).subarray(0, 2)],
  ['bfloat16', bytes(0x7f7f7f7f), bytes(0x7fc0).subarray(0, 2), bytes(0xff80).subarray(0, 2)],
];

function bytes(...words: number[]): Uint8Array {
  return new Uint8Array(Uint32Array.from(words).buffer);
}

test.each(NUMBERS)(
  'one number of %s among many is found wherever it stands',
  async (dtype, finite, ...bad) => {
    const size = bad[0]!.length;
    // more than is read at a time, and no whole stride
    const count = (4 * 1024 * 1024) / size + 5;
    const file = join(folder, 'weights.bin');
    const entry = { name: 'x', dtype, shape: [count], file, offset: 0 } as unknown as TensorEntry;
    const data = Buffer.alloc(count * size, finite);
    await writeFile(file, data);
    expect(await findNotFinite([entry])).toEqual([]);
    const handle = await open(file, 'r+');
    for (const [i, at] of [0, 1, 2, 3, count - 6, count - 5, count - 1].entries()) {
      await handle.write(bad[i % 2]!, 0, size, at * size);
      expect(await findNotFinite([entry])).toEqual([{ name: 'x', element: at }]);
      await handle.write(data, 0, size, at * size);
    }
    await handle.close();
  },
);

test('what follows a tensor in the file is none of its numbers', async () => {
  const found = await findNotFinite(await tensors([1, 2, 3, 4, 5, Number.NaN], [['head', 5]]));
  expect(found).toEqual([]);
});

test('a file that became shorter than its tensors is refused, not judged by what it no longer holds', async () => {
  const entries = await tensors([1, 2, 3], [['head', 9]]);
  await expect(findNotFinite(entries)).rejects.toMatchObject({ code: 'BYTES_OUT_OF_RANGE' });
});
