import { inflateRawSync } from 'node:zlib';
import { crc32 } from './crc32.ts';

/** A file inside a ZIP. */
export interface ZipEntry {
  readonly name: string;
  /** Its bytes, unpacked and checked; throws a plain `Error` where they are damaged or more than `limit`. */
  read(limit: number): Uint8Array;
}

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const END_BYTES = 22;
const TOO_LARGE = 0xffffffff;

/**
 * The files of a ZIP without ZIP64 (wheels, `.npz`), folders left out. Throws a plain `Error` that a caller words for
 * its user.
 */
export function* listZip(bytes: Uint8Array, limitFiles: number): Generator<ZipEntry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.byteLength - END_BYTES;
  while (end >= 0 && view.getUint32(end, true) !== END) end--;
  if (end < 0) throw new Error('it has no end of a ZIP');
  const count = view.getUint16(end + 10, true);
  if (count > limitFiles) throw new Error(`it holds ${count} files`);
  let at = view.getUint32(end + 16, true);
  for (let i = 0; i < count; i++) {
    if (view.getUint32(at, true) !== ENTRY) throw new Error('its list of files is damaged');
    const nameLength = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    if (!name.endsWith('/')) yield { name, read: readerAt(bytes, view, at, name) };
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
}

function readerAt(bytes: Uint8Array, view: DataView, at: number, name: string): ZipEntry['read'] {
  return (limit) => {
    const method = view.getUint16(at + 10, true);
    const packed = view.getUint32(at + 20, true);
    const size = view.getUint32(at + 24, true);
    const header = view.getUint32(at + 42, true);
    if (size > limit || packed === TOO_LARGE) throw new Error(`${name} is too large`);
    if (method !== 0 && method !== 8) throw new Error(`${name} is packed by the method ${method}`);
    const start = header + 30 + view.getUint16(header + 26, true) + view.getUint16(header + 28, true);
    const raw = bytes.subarray(start, start + packed);
    const data = method === 0 ? raw : inflateRawSync(raw, { maxOutputLength: limit });
    if (data.byteLength !== size) throw new Error(`${name} is cut short`);
    if (crc32(data) !== view.getUint32(at + 16, true)) throw new Error(`${name} does not have its checksum`);
    return data;
  };
}
