import type { ByteSource } from '@plumb/core';
import { readZipEnd, viewOf, type ZipEnd } from './find-zip-end.ts';
import { malformedZip, zipTooLarge } from './zip-error.ts';

/**
 * The list of a ZIP's records, found and read as miniz 3.0.2 does inside PyTorch (`mz_zip_reader_read_central_dir`):
 * what it ignores (CRC, comments, bytes before and after), Plumb ignores, or an archive could show a reader of the
 * standard one pickle and PyTorch another.
 */

const LIMITS = {
  /** Bytes of the list. 70,000 records, the most met so far, have 5 MB. */
  directory: 64 * 1024 * 1024,
};

const ENTRY_SIGNATURE = 0x02014b50;
const ENTRY_BYTES = 46;
const LOCAL_HEADER_BYTES = 30;
const NONE_32 = 0xffffffff;

export interface ZipRecord {
  /** One character a byte (Latin-1): PyTorch compares bytes, whatever the flags say of the encoding. */
  readonly name: string;
  readonly method: number;
  readonly flags: number;
  readonly compressedBytes: number;
  readonly bytes: number;
  /** Absolute offset of the record's own header. */
  readonly headerOffset: number;
  /** miniz takes it for a folder and reads nothing. */
  readonly folder: boolean;
  /** Its entry is damaged in a way that only matters to who asks for this record. */
  readonly damaged: boolean;
}

/** Records in the order of the list. Throws `ZIP_MALFORMED`, `CHECKPOINT_TRUNCATED`, `ZIP_TOO_LARGE`. */
export async function readZipDirectory(source: ByteSource): Promise<readonly ZipRecord[]> {
  const end = await readZipEnd(source);
  if (end.entries !== end.entriesHere) throw malformedZip(source.place, 'it is spread over several disks');
  if ((end.disk | end.directoryDisk) !== 0 && (end.disk !== 1 || end.directoryDisk !== 1))
    throw malformedZip(source.place, 'it is spread over several disks');
  if (end.directoryBytes < end.entries * ENTRY_BYTES)
    throw malformedZip(
      source.place,
      `${end.entries} records cannot be listed in ${end.directoryBytes} bytes`,
    );
  if (end.directoryOffset + end.directoryBytes > source.size)
    throw malformedZip(source.place, 'the list of its records lies beyond its end');
  if (end.directoryBytes > LIMITS.directory)
    throw zipTooLarge(source.place, `the list of records takes ${end.directoryBytes} bytes`);
  const bytes = await source.read(end.directoryOffset, end.directoryBytes);
  return parseEntries(source, bytes, end);
}

function parseEntries(source: ByteSource, bytes: Uint8Array, end: ZipEnd): readonly ZipRecord[] {
  const view = viewOf(bytes);
  const names = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const records: ZipRecord[] = [];
  let at = 0;
  for (let i = 0; i < end.entries; i++) {
    if (bytes.length - at < ENTRY_BYTES || view.getUint32(at, true) !== ENTRY_SIGNATURE)
      throw malformedZip(source.place, `entry ${i} of its list is damaged`);
    const nameBytes = view.getUint16(at + 28, true);
    const extraBytes = view.getUint16(at + 30, true);
    const total = ENTRY_BYTES + nameBytes + extraBytes + view.getUint16(at + 32, true);
    if (total > bytes.length - at) throw malformedZip(source.place, `entry ${i} of its list is cut short`);
    const extra: Extra = { at: at + ENTRY_BYTES + nameBytes, bytes: extraBytes };
    checkEntry(source, view, at, i, readSizes(source, view, at, extra, 'whole'), end);
    const sizes = readSizes(source, view, at, extra, 'field');
    const name = names.toString('latin1', at + ENTRY_BYTES, at + ENTRY_BYTES + nameBytes);
    records.push({
      name,
      method: view.getUint16(at + 10, true),
      flags: view.getUint16(at + 8, true),
      compressedBytes: sizes.compressedBytes,
      bytes: sizes.bytes,
      headerOffset: sizes.headerOffset,
      folder: name.endsWith('/') || (view.getUint32(at + 38, true) & 0x10) !== 0,
      damaged: sizes.damaged,
    });
    at += total;
  }
  return records;
}

interface Extra {
  readonly at: number;
  readonly bytes: number;
}

interface Sizes {
  readonly compressedBytes: number;
  readonly bytes: number;
  readonly headerOffset: number;
  /** The ZIP64 field ends before a value that is needed, or a value lies beyond every file. */
  readonly damaged: boolean;
}

/**
 * The 32-bit fields, or the 64-bit ones of the extra field for each that says 0xffffffff. miniz reads them twice: when
 * it opens the archive, as far as the whole extra field goes, and for a record that is asked for, within the one field.
 */
function readSizes(
  source: ByteSource,
  view: DataView,
  at: number,
  extra: Extra,
  within: 'whole' | 'field',
): Sizes {
  let compressedBytes = view.getUint32(at + 20, true);
  let bytes = view.getUint32(at + 24, true);
  let headerOffset = view.getUint32(at + 42, true);
  let damaged = false;
  if (extra.bytes === 0 || Math.max(compressedBytes, bytes, headerOffset) !== NONE_32)
    return { compressedBytes, bytes, headerOffset, damaged };
  const field = findZip64Field(source, view, extra);
  if (field === undefined) return { compressedBytes, bytes, headerOffset, damaged };
  let value = field + 4;
  const end = within === 'whole' ? extra.at + extra.bytes : value + view.getUint16(field + 2, true);
  const next = (): number => {
    damaged ||= value + 8 > end;
    if (damaged) return NONE_32;
    value += 8;
    return Number(view.getBigUint64(value - 8, true));
  };
  if (bytes === NONE_32) bytes = next();
  if (compressedBytes === NONE_32) compressedBytes = next();
  if (headerOffset === NONE_32) headerOffset = next();
  damaged ||= ![bytes, compressedBytes, headerOffset].every(Number.isSafeInteger);
  return { compressedBytes, bytes, headerOffset, damaged };
}

function findZip64Field(source: ByteSource, view: DataView, extra: Extra): number | undefined {
  const end = extra.at + extra.bytes;
  for (let field = extra.at; field < end; ) {
    if (end - field < 4 || field + 4 + view.getUint16(field + 2, true) > end)
      throw malformedZip(source.place, 'an extra field is cut short');
    if (view.getUint16(field, true) === 1) return field;
    field += 4 + view.getUint16(field + 2, true);
  }
  return undefined;
}

function checkEntry(
  source: ByteSource,
  view: DataView,
  at: number,
  i: number,
  sizes: Sizes,
  end: ZipEnd,
): void {
  const { compressedBytes, bytes, headerOffset } = sizes;
  // miniz reads four bytes here, method and time: with a time set, unequal sizes pass
  const stored = view.getUint32(at + 10, true) === 0;
  if (compressedBytes !== NONE_32 && bytes !== NONE_32)
    if ((stored && bytes !== compressedBytes) || (bytes > 0 && compressedBytes === 0))
      throw malformedZip(source.place, `entry ${i} of its list has two sizes`);
  const disk = view.getUint16(at + 34, true);
  if (disk === 0xffff || (disk !== end.disk && disk !== 1))
    throw malformedZip(source.place, 'it is spread over several disks');
  if (
    compressedBytes !== NONE_32 &&
    wrappingSum(headerOffset, LOCAL_HEADER_BYTES, compressedBytes) > source.size
  )
    throw malformedZip(source.place, `entry ${i} of its list points beyond the end of the file`);
  if ((view.getUint16(at + 8, true) & 8192) !== 0) throw malformedZip(source.place, 'its list is encrypted');
}

/** miniz adds in 64 bits: what lies far enough beyond the end passes. */
function wrappingSum(...parts: number[]): number {
  const sum = parts.reduce((total, part) => total + part, 0);
  if (Number.isSafeInteger(sum)) return sum;
  return Number(
    BigInt.asUintN(
      64,
      parts.reduce((total, part) => total + BigInt(part), 0n),
    ),
  );
}
