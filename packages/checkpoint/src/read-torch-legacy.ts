import { DTYPE_BYTES } from '@plumb/contract/tensor';
import { type ByteSource, PlumbError } from '@plumb/core';
import { asText, isKind } from './calls/argument.ts';
import type { Checkpoint } from './checkpoint.ts';
import { checkpointFromPickle, type TorchFile } from './checkpoint-from-pickle.ts';
import { dictGet } from './find-state-dict.ts';
import { judgeGlobals } from './judge-globals.ts';
import { malformedPickle } from './malformed-pickle.ts';
import type { PersistentLoad } from './pickle-machine.ts';
import { PickleStream } from './pickle-stream.ts';
import type { PickleStorage, PickleValue } from './pickle-value.ts';
import { withSightings } from './scan-pickles.ts';
import { loadStorage } from './torch-storages.ts';

/** `torch.serialization.MAGIC_NUMBER` and `PROTOCOL_VERSION`. */
const MAGIC = 0x1950a86a20f9469cfc6cn;
const PROTOCOL = 1001;
/** A storage's data is preceded by its number of elements. */
const COUNT_BYTES = 8;

/** What a storage is a part of: files of before torch 0.4 share one storage between views of it. */
interface View {
  readonly root: string;
  readonly offset: number;
}

/** The storages that the pickle names, by their keys. */
interface Named {
  readonly roots: Map<string, PickleStorage>;
  readonly views: Map<string, View>;
}

/** The stream that `torch.save` wrote before 1.6, and still writes when told not to make an archive. */
export async function checkpointFromTorchLegacy(source: ByteSource): Promise<Checkpoint> {
  return checkpointFromPickle(source, await readTorchLegacy(source));
}

/** What was saved, and where the storages lie. */
export async function readTorchLegacy(source: ByteSource): Promise<TorchFile> {
  const stream = new PickleStream(source);
  try {
    return await readStream(source, stream);
  } catch (error) {
    // all its pickles run while they are read, the magic number's first
    throw withSightings(error, stream.sightings, source.place);
  }
}

async function readStream(source: ByteSource, stream: PickleStream): Promise<TorchFile> {
  const fail = (problem: string) => malformedPickle(source.place, stream.position, problem);
  if ((await stream.next()) !== MAGIC) throw fail('its magic number is not that of torch.save');
  const protocol = await stream.next();
  if (protocol !== PROTOCOL)
    throw fail(`its protocol is ${typeof protocol === 'number' ? protocol : 'no number'}, not ${PROTOCOL}`);
  checkByteOrder(source, await stream.next());
  const named: Named = { roots: new Map(), views: new Map() };
  const value = await stream.next(legacyLoad(named));
  const keys = await stream.next();
  if (!isKind(keys, 'list')) throw fail('the list of its storages is missing');
  const { starts, end } = await placeStorages(source, stream.position, keys.items, named.roots);
  const notes = [...stream.notes];
  if (end < source.size) notes.push(`${source.size - end} bytes follow the last storage.`);
  return {
    format: 'torch-legacy',
    value,
    globals: judgeGlobals(stream.sightings, source.place),
    notes,
    startOf: (storage, name) => {
      const view = named.views.get(storage.key);
      const start = starts.get(view?.root ?? storage.key);
      if (start === undefined) throw missingData(source, name, storage.key);
      return start + (view?.offset ?? 0);
    },
  };
}

/** `('storage', class, key, location, elements, view)` or `('module', class, file, source)`. */
function legacyLoad({ roots, views }: Named): PersistentLoad {
  return (id, machine) => {
    const items = isKind(id, 'tuple') ? id.items : [];
    if (asText(items[0]) === 'module') {
      machine.notes.add('The source of a module’s class was saved with it; Plumb does not show it.');
      return items[1] ?? machine.fail('a module without a class');
    }
    const storage = loadStorage(id, machine);
    if (!isKind(storage, 'storage')) return machine.fail('a storage of a type that torch lacks');
    // the first one that names a storage decides its size
    const root = roots.get(storage.key) ?? storage;
    roots.set(storage.key, root);
    const view = items[5];
    if (!isKind(view, 'tuple')) return { ...storage, dtype: root.dtype, length: root.length };
    const [key, offset, length] = view.items;
    const name = asText(key);
    if (name === undefined || !isCount(offset) || !isCount(length) || offset + length > root.length)
      return machine.fail('a view that lies outside its storage');
    views.set(name, { root: storage.key, offset: offset * DTYPE_BYTES[root.dtype] });
    return { ...storage, dtype: root.dtype, key: name, length };
  };
}

const isCount = (value: PickleValue | undefined): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

function checkByteOrder(source: ByteSource, info: PickleValue): void {
  if (dictGet(info, 'little_endian') !== false) return;
  throw new PlumbError({
    code: 'BYTE_ORDER',
    what: `${source.place} was written on a big-endian machine.`,
    why: 'Plumb reads little-endian tensors only, as every machine with a GPU writes them.',
    remedy: 'Load and save the checkpoint again on a little-endian machine.',
  });
}

/** Storages follow each other in the order of the list, each behind its number of elements. */
async function placeStorages(
  source: ByteSource,
  from: number,
  keys: readonly PickleValue[],
  roots: ReadonlyMap<string, PickleStorage>,
): Promise<{ starts: ReadonlyMap<string, number>; end: number }> {
  const starts = new Map<string, number>();
  let at = from;
  for (const [i, key] of keys.entries()) {
    const storage = roots.get(asText(key) ?? '');
    if (storage === undefined)
      throw malformedPickle(source.place, at, 'its list names a storage that nothing refers to');
    const bytes = storage.length * DTYPE_BYTES[storage.dtype];
    const end = at + COUNT_BYTES + bytes;
    if (end > source.size) throw truncated(source, end);
    // behind a network each count would be a request; first and last prove the sizes between them
    if (source.readNow !== undefined || i === 0 || i === keys.length - 1) {
      const count = await readCount(source, at);
      if (count !== BigInt(storage.length))
        throw malformedPickle(
          source.place,
          at,
          `a storage of ${storage.length} elements is followed by ${count}`,
        );
    }
    starts.set(storage.key, at + COUNT_BYTES);
    at = end;
  }
  return { starts, end: at };
}

async function readCount(source: ByteSource, at: number): Promise<bigint> {
  const bytes = source.readNow?.(at, COUNT_BYTES) ?? (await source.read(at, COUNT_BYTES));
  return new DataView(bytes.buffer, bytes.byteOffset).getBigInt64(0, true);
}

function truncated(source: ByteSource, needed: number): PlumbError {
  return new PlumbError({
    code: 'CHECKPOINT_TRUNCATED',
    what: `${source.place} has ${source.size} bytes, but its storages need at least ${needed}.`,
    why: 'A download or a save was cut short; torch says "unexpected EOF".',
    remedy: 'Fetch or save the file again and compare its size and sha256 with the original.',
  });
}

function missingData(source: ByteSource, name: string, key: string): PlumbError {
  return new PlumbError({
    code: 'TENSOR_DATA_MISSING',
    what: `${source.place}: the data of ${name} (storage ${key}) is not in the file.`,
    why: 'The list of storages behind the pickle leaves it out.',
    remedy: 'Fetch or save the file again and compare its size and sha256 with the original.',
  });
}
