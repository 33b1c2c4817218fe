/** Headers of a stored ZIP as PyTorch lays it out: data at multiples of 64, sizes and offsets in 64 bits where needed. */

/** torch's own; a large record begins on a page, since whole pages are written, and mapped, faster. */
const alignmentFor = (bytes: number) => (bytes >= 1024 * 1024 ? 4096 : 64);

const NONE_32 = 0xffffffff;
const LOCAL_HEADER_BYTES = 30;
/** Where CRC-32 stands in a record's own header. */
export const CRC_AT = 14;
/** UTF-8 names. */
const FLAGS = 0x0800;
// 1 January 1980: the same input gives the same bytes
const DOS_DATE = 0x21;

export interface ZipRecordPlan {
  readonly name: string;
  readonly bytes: number;
  readonly headerAt: number;
  readonly dataAt: number;
}

/** The header before a record's data, its CRC left 0, and where the data begins. */
export function localHeader(
  name: string,
  bytes: number,
  headerAt: number,
): { header: Buffer; plan: ZipRecordPlan } {
  const encoded = Buffer.from(name, 'utf8');
  const zip64 = bytes >= NONE_32 ? zip64Extra([bytes, bytes]) : Buffer.alloc(0);
  const unpadded = headerAt + LOCAL_HEADER_BYTES + encoded.length + zip64.length + 4;
  const alignment = alignmentFor(bytes);
  const padding = (alignment - (unpadded % alignment)) % alignment;
  const extra = Buffer.concat([zip64, paddingExtra(padding)]);
  const fixed = Buffer.alloc(LOCAL_HEADER_BYTES);
  fixed.writeUInt32LE(0x04034b50, 0);
  fixed.writeUInt16LE(zip64.length > 0 ? 45 : 20, 4);
  fixed.writeUInt16LE(FLAGS, 6);
  fixed.writeUInt16LE(DOS_DATE, 12);
  fixed.writeUInt32LE(zip64.length > 0 ? NONE_32 : bytes, 18);
  fixed.writeUInt32LE(zip64.length > 0 ? NONE_32 : bytes, 22);
  fixed.writeUInt16LE(encoded.length, 26);
  fixed.writeUInt16LE(extra.length, 28);
  const header = Buffer.concat([fixed, encoded, extra]);
  return { header, plan: { name, bytes, headerAt, dataAt: headerAt + header.length } };
}

function zip64Extra(values: readonly number[]): Buffer {
  const extra = Buffer.alloc(4 + 8 * values.length);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(8 * values.length, 2);
  values.forEach((value, i) => {
    extra.writeBigUInt64LE(BigInt(value), 4 + 8 * i);
  });
  return extra;
}

/** PyTorch's own extra field, `FB` and Zs. */
function paddingExtra(length: number): Buffer {
  const extra = Buffer.alloc(4 + length, 'Z');
  extra.write('FB', 'latin1');
  extra.writeUInt16LE(length, 2);
  return extra;
}

/** The list of records and the end of the archive. */
export function centralDirectory(
  records: readonly ZipRecordPlan[],
  crcs: readonly number[],
  position: number,
): Buffer {
  const list = Buffer.concat(records.map((record, i) => listEntry(record, crcs[i]!)));
  const wide = records.length >= 0xffff || position >= NONE_32 || list.length >= NONE_32;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  const count = wide ? 0xffff : records.length;
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(wide ? NONE_32 : list.length, 12);
  end.writeUInt32LE(wide ? NONE_32 : position, 16);
  return Buffer.concat(wide ? [list, zip64End(records.length, list.length, position), end] : [list, end]);
}

function listEntry({ name, bytes, headerAt }: ZipRecordPlan, crc: number): Buffer {
  const encoded = Buffer.from(name, 'utf8');
  const wide = [...(bytes >= NONE_32 ? [bytes, bytes] : []), ...(headerAt >= NONE_32 ? [headerAt] : [])];
  const extra = wide.length > 0 ? zip64Extra(wide) : Buffer.alloc(0);
  const fixed = Buffer.alloc(46);
  fixed.writeUInt32LE(0x02014b50, 0);
  fixed.writeUInt16LE(wide.length > 0 ? 45 : 20, 4);
  fixed.writeUInt16LE(wide.length > 0 ? 45 : 20, 6);
  fixed.writeUInt16LE(FLAGS, 8);
  fixed.writeUInt16LE(DOS_DATE, 14);
  fixed.writeUInt32LE(crc, 16);
  fixed.writeUInt32LE(Math.min(bytes, NONE_32), 20);
  fixed.writeUInt32LE(Math.min(bytes, NONE_32), 24);
  fixed.writeUInt16LE(encoded.length, 28);
  fixed.writeUInt16LE(extra.length, 30);
  fixed.writeUInt32LE(Math.min(headerAt, NONE_32), 42);
  return Buffer.concat([fixed, encoded, extra]);
}

/** The end in 64 bits, and its locator. */
function zip64End(count: number, listBytes: number, position: number): Buffer {
  const end = Buffer.alloc(56 + 20);
  end.writeUInt32LE(0x06064b50, 0);
  end.writeBigUInt64LE(44n, 4);
  end.writeUInt16LE(45, 12);
  end.writeUInt16LE(45, 14);
  end.writeBigUInt64LE(BigInt(count), 24);
  end.writeBigUInt64LE(BigInt(count), 32);
  end.writeBigUInt64LE(BigInt(listBytes), 40);
  end.writeBigUInt64LE(BigInt(position), 48);
  end.writeUInt32LE(0x07064b50, 56);
  end.writeBigUInt64LE(BigInt(position + listBytes), 64);
  end.writeUInt32LE(1, 72);
  return end;
}
