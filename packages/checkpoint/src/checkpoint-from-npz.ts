import { type ByteSource, fromBytes } from '@plumb/core';
import type { Checkpoint, GlobalUse, TensorEntry } from './checkpoint.ts';
import { commonPrefixes } from './find-state-dict.ts';
import { duplicateNames } from './find-zip-record.ts';
import { judgeGlobals, worstVerdict } from './judge-globals.ts';
import { malformedNpy, type NpyHeader, npyDataBytes, readNpyHeader } from './read-npy.ts';
import { readZipDirectory, type ZipRecord } from './read-zip-directory.ts';
import { inflateHead, readRecord, recordOffset } from './read-zip-record.ts';
import { scanPickles } from './scan-pickles.ts';
import { zipTooLarge } from './zip-error.ts';

const LIMITS = {
  /** Arrays of one archive; a vision transformer has a few hundred. Each costs a read of its header. */
  arrays: 20_000,
  /** Arrays whose headers are read at once: behind a network most of the time is spent waiting. */
  atOnce: 8,
  /** Bytes of a compressed array that are inflated for its header. */
  head: 10_012,
  /** Bytes of all arrays of Python objects: their pickles are read whole, and records may overlap. */
  objects: 64 * 1024 * 1024,
};

/** One array, or what is known of it. */
interface Arrays {
  readonly tensors: TensorEntry[];
  readonly globals: GlobalUse[];
  readonly notes: string[];
  objectBytes: number;
}

/** One array (`numpy.save`). It has no name of its own. */
export async function checkpointFromNpy(source: ByteSource): Promise<Checkpoint> {
  const arrays: Arrays = { tensors: [], globals: [], notes: [], objectBytes: 0 };
  const header = await readNpyHeader(source);
  await addArray(arrays, source, 'array', header, header.start, source.size - header.start, () =>
    source.read(header.start, source.size - header.start),
  );
  return finish(source, 'npy', arrays);
}

/** Named arrays (`numpy.savez`): a ZIP of `.npy` files. */
export async function checkpointFromNpz(
  source: ByteSource,
  records?: readonly ZipRecord[],
): Promise<Checkpoint> {
  const list = records ?? (await readZipDirectory(source));
  const arrays: Arrays = { tensors: [], globals: [], notes: [], objectBytes: 0 };
  const files = list.filter((record) => record.name.endsWith('.npy'));
  if (files.length > LIMITS.arrays) throw zipTooLarge(source.place, `it holds ${files.length} arrays`);
  const [twice] = duplicateNames(list);
  if (twice !== undefined) arrays.notes.push(`Record names occur more than once (${twice}).`);
  if (files.length < list.length)
    arrays.notes.push(`${list.length - files.length} records are no arrays, and are left out.`);
  for (let i = 0; i < files.length; i += LIMITS.atOnce) {
    const some = files.slice(i, i + LIMITS.atOnce);
    const heads = await Promise.all(some.map((record) => readHead(source, record)));
    for (const head of heads) await addRecord(arrays, source, head);
  }
  const compressed = arrays.tensors.filter((tensor) => tensor.offset < 0).length;
  if (compressed > 0)
    arrays.notes.push(`${compressed} arrays are compressed: their data lies nowhere as it is (offset -1).`);
  return finish(source, 'npz', arrays);
}

interface Head {
  readonly record: ZipRecord;
  readonly place: string;
  /** Absolute offset of the `.npy` file; -1 where it is compressed. */
  readonly at: number;
  readonly header: NpyHeader;
}

async function readHead(source: ByteSource, record: ZipRecord): Promise<Head> {
  const place = `${source.place}!${record.name}`;
  const stored = record.method === 0;
  const at = await recordOffset(source, record);
  const bytes = stored
    ? await source.read(at, Math.min(LIMITS.head, record.bytes, Math.max(0, source.size - at)))
    : await inflateHead(source, record, LIMITS.head);
  if (stored && at + record.bytes > source.size)
    throw malformedNpy({ place }, `it ends at byte ${at + record.bytes} of ${source.size}`);
  // the header is in these first bytes; the rest of the array is never read
  return { record, place, at: stored ? at : -1, header: await readNpyHeader(fromBytes(bytes, place)) };
}

async function addRecord(arrays: Arrays, source: ByteSource, head: Head): Promise<void> {
  const { record, place, at, header } = head;
  const name = Buffer.from(record.name, 'latin1').toString('utf8').slice(0, -'.npy'.length);
  const offset = at < 0 ? -1 : at + header.start;
  const read = async () => (await readRecord(source, record)).subarray(header.start);
  await addArray(arrays, { place }, name, header, offset, record.bytes - header.start, read, source.place);
}

async function addArray(
  arrays: Arrays,
  source: { place: string },
  name: string,
  header: NpyHeader,
  offset: number,
  available: number,
  read: () => Promise<Uint8Array>,
  file = source.place,
): Promise<void> {
  const { dtype, shape, stride, descr } = header;
  if (header.pickled) return judgeObjects(arrays, source, name, available, read);
  if (dtype === undefined) {
    arrays.notes.push(`${name} is left out: torch has no type for ${descr.slice(0, 60)}.`);
    return;
  }
  const bytes = npyDataBytes(header)!;
  if (bytes > available)
    throw malformedNpy(
      source,
      `its elements need ${bytes} bytes, of which ${Math.max(0, available)} are there`,
    );
  arrays.tensors.push({ name, dtype, shape, stride, file, offset });
}

/** An array of Python objects is a pickle with a header. */
async function judgeObjects(
  arrays: Arrays,
  source: { place: string },
  name: string,
  available: number,
  read: () => Promise<Uint8Array>,
): Promise<void> {
  arrays.objectBytes += Math.max(0, available);
  if (arrays.objectBytes > LIMITS.objects)
    throw zipTooLarge(source.place, 'its arrays of Python objects are too large to be judged');
  const { sightings } = scanPickles(await read(), source.place);
  arrays.globals.push(...judgeGlobals(sightings, source.place));
  arrays.notes.push(
    `${name} holds Python objects: numpy.load reads it only with allow_pickle=True, which runs what it names.`,
  );
}

function finish(source: ByteSource, format: 'npy' | 'npz', arrays: Arrays): Checkpoint {
  const { tensors, globals, notes } = arrays;
  return {
    path: source.place,
    format,
    container: '',
    tensors,
    prefixes: commonPrefixes(tensors.map((tensor) => tensor.name)),
    data: undefined,
    globals,
    verdict: worstVerdict(globals),
    notes,
    fileBytes: source.size,
  };
}
