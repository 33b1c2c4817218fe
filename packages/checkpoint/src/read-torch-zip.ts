import { type ByteSource, PlumbError } from '@plumb/core';
import type { GlobalUse } from './checkpoint.ts';
import { judgeGlobals } from './judge-globals.ts';
import { openTorchArchive, type TorchArchive } from './open-torch-archive.ts';
import type { PickleValue } from './pickle-value.ts';
import { readRecord } from './read-zip-record.ts';
import { scanPickles } from './scan-pickles.ts';
import { loadStorage } from './torch-storages.ts';
import { zipTooLarge } from './zip-error.ts';

const LIMITS = {
  /** Pickles beside data.pkl. TorchScript has one; records may overlap, so a small file can list many large ones. */
  otherPickles: 100,
};

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
  const others = await judgeOtherPickles(archive);
  return {
    archive,
    value: pickle.value,
    globals: [...judgeGlobals(pickle.sightings, place), ...others.globals],
    notes: [...archive.notes, ...pickle.notes, ...others.notes],
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
async function judgeOtherPickles(archive: TorchArchive): Promise<{ globals: GlobalUse[]; notes: string[] }> {
  const globals: GlobalUse[] = [];
  const notes: string[] = [];
  const main = archive.find('data.pkl');
  const others = archive.records.filter(
    (record) => record !== main && /\.(?:pkl|pickle)$/i.test(record.name),
  );
  if (others.length > LIMITS.otherPickles)
    throw zipTooLarge(archive.source.place, `it holds ${others.length} pickles beside data.pkl`);
  for (const record of others) {
    const place = `${archive.source.place}!${record.name}`;
    try {
      const { sightings } = scanPickles(await readRecord(archive.source, record), place, loadStorage, true);
      globals.push(...judgeGlobals(sightings, place));
    } catch (error) {
      if (!(error instanceof PlumbError)) throw error;
      notes.push(`${record.name} cannot be read: ${error.what}`);
    }
  }
  return { globals, notes };
}
