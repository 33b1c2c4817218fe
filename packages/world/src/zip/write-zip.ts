import { crc32 } from './crc32.ts';

const LOCAL = [0x50, 0x4b, 3, 4];
const LISTED = [0x50, 0x4b, 1, 2, 20, 0];

/** A ZIP of files by name, not compressed. The same files give the same bytes. */
export function writeZip(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const parts: Uint8Array[] = [];
  const list: Uint8Array[] = [];
  let offset = 0;
  for (const [path, data] of files) {
    const name = new TextEncoder().encode(path);
    const common = header(name, data);
    const tail = new Uint8Array(14);
    new DataView(tail.buffer).setUint32(10, offset, true);
    list.push(joinBytes([Uint8Array.from(LISTED), common, tail, name]));
    parts.push(joinBytes([Uint8Array.from(LOCAL), common, name, data]));
    offset += parts.at(-1)!.byteLength;
  }
  const listed = joinBytes(list);
  const end = new Uint8Array(22);
  const view = new DataView(end.buffer);
  view.setUint32(0, 0x06054b50, true);
  view.setUint16(8, files.size, true);
  view.setUint16(10, files.size, true);
  view.setUint32(12, listed.byteLength, true);
  view.setUint32(16, offset, true);
  return joinBytes([...parts, listed, end]);
}

/** The 26 bytes that both headers of a file share. */
function header(name: Uint8Array, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(26);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 20, true);
  // 1980-01-01
  view.setUint16(8, 0x21, true);
  view.setUint32(10, crc32(data), true);
  view.setUint32(14, data.byteLength, true);
  view.setUint32(18, data.byteLength, true);
  view.setUint16(22, name.byteLength, true);
  return bytes;
}

export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.byteLength;
  }
  return bytes;
}
