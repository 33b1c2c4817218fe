import type { ByteSource } from '@plumb/core';
import { malformedZip, truncatedZip } from './zip-error.ts';

const LIMITS = {
  /** Bytes from the end in which miniz looks for the end record: a comment of 65535 and the record itself. */
  tail: 65535 + 22,
};

const END_SIGNATURE = 0x06054b50;
const ZIP64_LOCATOR_SIGNATURE = 0x07064b50;
const ZIP64_END_SIGNATURE = 0x06064b50;
const END_BYTES = 22;
const ZIP64_LOCATOR_BYTES = 20;
const ZIP64_END_BYTES = 56;

/** What stands at the end of a ZIP: where the list of its records lies, and how long it is. */
export interface ZipEnd {
  readonly entries: number;
  readonly entriesHere: number;
  readonly disk: number;
  readonly directoryDisk: number;
  readonly directoryBytes: number;
  readonly directoryOffset: number;
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The end record, in 64 bits where it has one. Throws `CHECKPOINT_TRUNCATED` where there is none. */
export async function readZipEnd(source: ByteSource): Promise<ZipEnd> {
  const start = searchStart(source.size);
  const length = source.size - start;
  const tail = viewOf(await source.read(start, length));
  let at = length - END_BYTES;
  while (at >= 0 && tail.getUint32(at, true) !== END_SIGNATURE) at--;
  if (at < 0) throw truncatedZip(source.place, source.size);
  return (
    (await readZip64End(source, start + at)) ?? {
      entries: tail.getUint16(at + 10, true),
      entriesHere: tail.getUint16(at + 8, true),
      disk: tail.getUint16(at + 4, true),
      directoryDisk: tail.getUint16(at + 6, true),
      directoryBytes: tail.getUint32(at + 12, true),
      directoryOffset: tail.getUint32(at + 16, true),
    }
  );
}

/**
 * miniz walks back in blocks of 4096 that overlap by 3. A step that would pass the beginning of the file wraps around
 * (the arithmetic is unsigned) and ends the search, so up to 4092 bytes in front are never looked at.
 */
function searchStart(size: number): number {
  let start = Math.max(size - 4096, 0);
  while (start >= 4093 && size - start < LIMITS.tail) start -= 4093;
  return start;
}

async function readZip64End(source: ByteSource, endOffset: number): Promise<ZipEnd | undefined> {
  if (endOffset < ZIP64_LOCATOR_BYTES + ZIP64_END_BYTES) return undefined;
  const locator = viewOf(await source.read(endOffset - ZIP64_LOCATOR_BYTES, ZIP64_LOCATOR_BYTES));
  if (locator.getUint32(0, true) !== ZIP64_LOCATOR_SIGNATURE) return undefined;
  const offset = uint64(source, locator, 8);
  if (offset > source.size - ZIP64_END_BYTES)
    throw malformedZip(source.place, 'its ZIP64 end record lies beyond its end');
  const end = viewOf(await source.read(offset, ZIP64_END_BYTES));
  if (end.getUint32(0, true) !== ZIP64_END_SIGNATURE) return undefined;
  if (end.getBigUint64(4, true) < ZIP64_END_BYTES - 12)
    throw malformedZip(source.place, 'its ZIP64 end record is too short');
  if (locator.getUint32(16, true) !== 1) throw malformedZip(source.place, 'it is spread over several disks');
  return {
    entries: uint64(source, end, 32),
    entriesHere: uint64(source, end, 24),
    disk: end.getUint32(16, true),
    directoryDisk: end.getUint32(20, true),
    directoryBytes: uint64(source, end, 40),
    directoryOffset: uint64(source, end, 48),
  };
}

function uint64(source: ByteSource, view: DataView, at: number): number {
  const value = Number(view.getBigUint64(at, true));
  if (!Number.isSafeInteger(value)) throw malformedZip(source.place, `it names byte ${value}`);
  return value;
}
