import { type ByteSource, PlumbError } from '@plumb/core';
import { isKind } from './calls/argument.ts';
import type { GlobalUse } from './checkpoint.ts';
import { judgeGlobals } from './judge-globals.ts';
import { nameOpaque } from './name-opaque.ts';
import { openTorchArchive, type TorchArchive } from './open-torch-archive.ts';
import type { PersistentLoad } from './pickle-machine.ts';
import type { PickleValue } from './pickle-value.ts';
import { readHead, readRecord } from './read-zip-record.ts';
import { scanPickles } from './scan-pickles.ts';
import { loadStorage } from './torch-storages.ts';
import { zipTooLarge } from './zip-error.ts';

const LIMITS = {
  /** Pickles beside data.pkl. TorchScript has one; records may overlap, so a small file can list many large ones. */
  otherPickles: 100,
  /** Records that are no tensors. An exported program has some dozens, TorchScript one for each source file. */
  otherRecords: 300,
  /** Bytes of a record of tensor data that no tensor uses: what a loader would run stands at its beginning. */
  stray: 4 * 1024 * 1024,
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
  const used = new Set<string>();
  const keepKeys: PersistentLoad = (id, machine) => {
    const storage = loadStorage(id, machine);
    if (isKind(storage, 'storage')) used.add(storage.key);
    return storage;
  };
  const pickle = scanPickles(bytes, place, keepKeys);
  const others = await judgeOtherPickles(archive, used);
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
async function judgeOtherPickles(
  archive: TorchArchive,
  used: ReadonlySet<string>,
): Promise<{ globals: GlobalUse[]; notes: string[] }> {
  const globals: GlobalUse[] = [];
  const notes: string[] = [];
  const main = archive.find('data.pkl');
  const data = `${archive.prefix}data/`;
  const others = archive.records
    .filter((record) => record !== main)
    .filter(
      ({ name }) =>
        isPickleName(name) ||
        !(name.startsWith(data)
          ? used.has(name.slice(data.length))
          : OWN.has(name.slice(archive.prefix.length))),
    );
  const strays = others.filter(({ name }) => name.startsWith(data) && !isPickleName(name));
  if (strays.length > 0)
    notes.push(`${strays.length} ${strays.length === 1 ? 'record' : 'records'} of data belong to no tensor.`);
  const pickles = others.filter((record) => isPickleName(record.name));
  if (pickles.length > LIMITS.otherPickles)
    throw zipTooLarge(archive.source.place, `it holds ${pickles.length} pickles beside data.pkl`);
  for (const record of others.slice(0, LIMITS.otherRecords)) {
    const place = `${archive.source.place}!${record.name}`;
    try {
      const bytes = strays.includes(record)
        ? await readHead(archive.source, record, LIMITS.stray)
        : await readRecord(archive.source, record);
      if (isPickleName(record.name))
        globals.push(...judgeGlobals(scanPickles(bytes, place, loadStorage, true).sightings, place));
      else if (isPacked(bytes) || strays.includes(record)) {
        const { judgeRecord } = await import('./judge-bytes.ts');
        globals.push(...judgeRecord(bytes, place));
      }
    } catch (error) {
      if (!(error instanceof PlumbError)) throw error;
      notes.push(`${record.name} cannot be read: ${error.what}`);
    }
  }
  if (others.length > LIMITS.otherRecords)
    notes.push(`${others.length - LIMITS.otherRecords} records that are no tensors were not looked at.`);
  return { globals, notes };
}

/** A few bytes of text each, written by torch.save; behind a network each would be a request. */
const OWN = new Set([
  'version',
  'byteorder',
  '.format_version',
  '.storage_alignment',
  '.data/version',
  '.data/serialization_id',
]);

const isPickleName = (name: string) => /\.(?:pkl|pickle|joblib|dill)$/i.test(name);

/** A pickle by its PROTO, an archive, an array, or something compressed: what else lies there is text. */
function isPacked(bytes: Uint8Array): boolean {
  if (nameOpaque(bytes) !== undefined) return true;
  const head = Buffer.from(bytes.subarray(0, 6)).toString('latin1');
  return /^(?:\x80[\x02-\x05]|PK\x03\x04|\x93NUMPY|\x1f\x8b|\x78[\x01\x5e\x9c\xda])/.test(head);
}
