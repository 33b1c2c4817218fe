import type { ByteSource } from '@plumb/core';
import type { ZipRecord } from './read-zip-directory.ts';
import { malformedZip, zipTooLarge } from './zip-error.ts';

const LIMITS = {
  /** Bytes of a record that is read whole (pickles, versions), before and after inflating: zip bombs. */
  record: 256 * 1024 * 1024,
  /** Bytes that the beginning of a record may inflate to: 1032 times 16 kB. */
  head: 32 * 1024 * 1024,
};

const LOCAL_HEADER_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;
/** Read into again and again: a buffer of its own for each record costs more than the reading. */
const header = new Uint8Array(LOCAL_HEADER_BYTES);
/** Encrypted, strongly encrypted, patch. */
const UNREADABLE_FLAGS = 1 | 64 | 32;

function dataStart(source: ByteSource, record: ZipRecord, bytes: Uint8Array, checked: boolean): number {
  const uint16 = (at: number) => bytes[at]! | (bytes[at + 1]! << 8);
  if (checked && (uint16(0) !== 0x4b50 || uint16(2) !== 0x0403))
    throw malformedZip(source.place, `record ${record.name} has no header of its own`);
  return record.headerOffset + LOCAL_HEADER_BYTES + uint16(26) + uint16(28);
}

/**
 * Absolute offset of a record's first byte: the lengths in its own header count, not those of the list. As in
 * PyTorch's `getRecordOffset`, that header's signature is not looked at. At once where the source can (a checkpoint has
 * thousands of records).
 */
export function recordOffset(source: ByteSource, record: ZipRecord): number | Promise<number> {
  checkRecord(source, record);
  if (source.readNow)
    return dataStart(source, record, source.readNow(record.headerOffset, LOCAL_HEADER_BYTES, header), false);
  return source
    .read(record.headerOffset, LOCAL_HEADER_BYTES)
    .then((bytes) => dataStart(source, record, bytes, false));
}

/** A record's content. CRC and the sizes in its own header are not looked at, as PyTorch is built. */
export async function readRecord(source: ByteSource, record: ZipRecord): Promise<Uint8Array> {
  checkRecord(source, record);
  // PyTorch hands out memory that nobody wrote to
  if (record.folder) throw malformedZip(source.place, `record ${record.name} is marked as a folder`);
  if (Math.max(record.bytes, record.compressedBytes) > LIMITS.record)
    throw zipTooLarge(source.place, `record ${record.name} has ${record.bytes} bytes`);
  if (record.compressedBytes === 0) return new Uint8Array(0);
  const ownHeader = await source.read(record.headerOffset, LOCAL_HEADER_BYTES);
  const start = dataStart(source, record, ownHeader, true);
  if (start + record.compressedBytes > source.size)
    throw malformedZip(source.place, `record ${record.name} lies beyond the end of the file`);
  if (record.method === STORED) return source.read(start, record.bytes);
  return inflate(source, record, await source.read(start, record.compressedBytes));
}

/** The first bytes of a record as it is read, at most `length`. */
export async function readHead(source: ByteSource, record: ZipRecord, length: number): Promise<Uint8Array> {
  if (record.bytes <= length) return readRecord(source, record);
  const start = await recordOffset(source, record);
  if (record.method === STORED) return source.read(start, Math.min(length, Math.max(0, source.size - start)));
  return inflateHead(source, record, length);
}

function checkRecord(source: ByteSource, record: ZipRecord): void {
  if (record.damaged) throw malformedZip(source.place, `the entry of record ${record.name} is cut short`);
  if ((record.flags & UNREADABLE_FLAGS) !== 0)
    throw malformedZip(source.place, `record ${record.name} is encrypted`);
  if (record.method !== STORED && record.method !== DEFLATED)
    throw malformedZip(source.place, `record ${record.name} is compressed by method ${record.method}`);
}

/** As many bytes as the list says: PyTorch takes no notice of more, and refuses fewer. */
async function inflate(source: ByteSource, record: ZipRecord, compressed: Uint8Array): Promise<Uint8Array> {
  // torch.save never compresses: almost nobody waits for this module
  const { createInflateRaw } = await import('node:zlib');
  const stream = createInflateRaw();
  const bytes = new Uint8Array(record.bytes);
  let length = 0;
  stream.end(compressed);
  try {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      const part = chunk.subarray(0, record.bytes - length);
      bytes.set(part, length);
      length += part.length;
      if (length === record.bytes) break;
    }
  } catch (cause) {
    throw malformedZip(
      source.place,
      `record ${record.name} cannot be inflated (${(cause as Error).message})`,
    );
  }
  if (length < record.bytes)
    throw malformedZip(
      source.place,
      `record ${record.name} inflates to ${length} bytes, not ${record.bytes}`,
    );
  return bytes;
}

/** The first bytes of a compressed record, at most `length`; of a stored one `source` has them as they are. */
export async function inflateHead(
  source: ByteSource,
  record: ZipRecord,
  length: number,
): Promise<Uint8Array> {
  const start = await recordOffset(source, record);
  // deflate makes nothing longer by more than a few bytes a block
  const compressed = Math.min(record.compressedBytes, length + 1024, Math.max(0, source.size - start));
  const { inflateRawSync, constants } = await import('node:zlib');
  try {
    const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: LIMITS.head };
    return inflateRawSync(await source.read(start, compressed), options).subarray(0, length);
  } catch (cause) {
    throw malformedZip(
      source.place,
      `record ${record.name} cannot be inflated (${(cause as Error).message})`,
    );
  }
}
