import { type ByteSource, PlumbError } from '@plumb/core';
import type { GlobalUse } from './checkpoint.ts';
import { judgeGlobals } from './judge-globals.ts';
import { loadStorage } from './load-storage.ts';
import { openTorchArchive, type TorchArchive } from './open-torch-archive.ts';
import type { PickleValue } from './pickle-value.ts';
import { readRecord } from './read-zip-record.ts';
import { scanPickles } from './scan-pickles.ts';

export interface TorchZip {
  readonly archive: TorchArchive;
  /** What `torch.load` would return, inert. */
  readonly value: PickleValue;
  readonly globals: readonly GlobalUse[];
  readonly notes: readonly string[];
}

/** Reads the list of records and the pickles of an archive, never a tensor's data. */
export async function readTorchZip(source: ByteSource): Promise<TorchZip> {
  const archive = await openTorchArchive(source);
  await checkByteOrder(archive);
  const bytes = await readRecord(source, archive.find('data.pkl')!);
  const place = `${source.place}!${archive.prefix}data.pkl`;
  const pickle = scanPickles(bytes, place, loadStorage);
  const globals = judgeGlobals(pickle.sightings, place);
  return {
    archive,
    value: pickle.value,
    globals: [...globals, ...(await judgeOtherPickles(archive))],
    notes: [...archive.notes, ...pickle.notes],
  };
}

/** `torch.load` swaps the bytes of a big-endian archive; nobody has such machines, and Plumb does not. */
async function checkByteOrder(archive: TorchArchive): Promise<void> {
  const record = archive.find('byteorder');
  if (record === undefined) return;
  const order = Buffer.from(await readRecord(archive.source, record)).toString('latin1');
  if (order === 'little') return;
  throw new PlumbError({
    code: 'BYTE_ORDER',
    what: `${archive.source.place} says its byte order is ${JSON.stringify(order.slice(0, 20))}.`,
    why: 'Plumb reads little-endian tensors only, as every machine with a GPU writes them.',
    remedy: 'Load and save the checkpoint again on a little-endian machine.',
  });
}

/** Pickles that `torch.load` does not read, but `torch.jit.load` or a curious person might. */
async function judgeOtherPickles(archive: TorchArchive): Promise<GlobalUse[]> {
  const uses: GlobalUse[] = [];
  const main = archive.find('data.pkl');
  for (const record of archive.records) {
    if (record === main || !/\.(?:pkl|pickle)$/i.test(record.name)) continue;
    const place = `${archive.source.place}!${record.name}`;
    const { sightings } = scanPickles(await readRecord(archive.source, record), place, loadStorage, true);
    uses.push(...judgeGlobals(sightings, place));
  }
  return uses;
}
