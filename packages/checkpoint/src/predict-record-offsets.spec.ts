import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ByteSource, fromBytes } from '@plumb/core';
import { expect, test } from 'vitest';
import { readCheckpoint } from './read-checkpoint.ts';

// saved by torch 2.8 (oracle/checkpoint/make_checkpoints.py)
const folder = fileURLToPath(new URL('./fixtures/checkpoints', import.meta.url));
const archives = readdirSync(folder).filter((name) => name.endsWith('.pt') && name !== 'legacy.pt');

/** A source that cannot be read at once, as a remote one; counts reads of a record's own header. */
function remote(bytes: Uint8Array): ByteSource & { headers: number } {
  const { readNow: _, ...source } = fromBytes(bytes, 'remote.pt');
  const counting = {
    ...source,
    headers: 0,
    read: (offset: number, length: number) => {
      if (length === 30) counting.headers++;
      return source.read(offset, length);
    },
  };
  return counting;
}

test.each(archives)('%s: the same offsets without reading every header', async (name) => {
  const bytes = readFileSync(join(folder, name));
  const source = remote(bytes);
  const predicted = await readCheckpoint(source);
  const read = await readCheckpoint(fromBytes(bytes, 'remote.pt'));
  expect(predicted.tensors).toEqual(read.tensors);
  // version, data.pkl and byteorder, three samples, and the last record, which nothing follows
  expect(source.headers).toBeLessThanOrEqual(8);
});

test('an archive whose headers are longer than torch makes them is read header by header', async () => {
  const bytes = readFileSync(join(folder, 'bare.pt'));
  const source = remote(bytes);
  const honest = await readCheckpoint(remote(bytes));
  // the first storage's header says 8 bytes more of padding: its data begins later than the list lets expect
  const at = bytes.indexOf('bare/data/0', 0, 'latin1') - 30;
  const extra = bytes.readUInt16LE(at + 28);
  bytes.writeUInt16LE(extra + 8, at + 28);
  const moved = await readCheckpoint(source);
  expect(moved.tensors[0]!.offset).toBe(honest.tensors[0]!.offset + 8);
  expect(moved.tensors.slice(1)).toEqual(honest.tensors.slice(1));
});
