import { crc32 } from './crc32.ts';
import type { NpzArray } from './read-npz.ts';

/** What a `.npz` can be written from: doubles, or booleans given as 0 and 1 with `boolean`. */
export type WritableArray = NpzArray & { readonly boolean?: boolean };

/** The bytes of an uncompressed `.npz` as numpy.savez writes it. */
export function writeNpz(arrays: ReadonlyMap<string, WritableArray>): Uint8Array {
  const encoder = new TextEncoder();
  const files = [...arrays].map(([name, array]) => ({
    name: encoder.encode(`${name}.npy`),
    data: npyBytes(array),
  }));
  const parts: Uint8Array[] = [];
  const list: Uint8Array[] = [];
  let offset = 0;
  for (const { name, data } of files) {
    const common = header(name, data);
    const local = join([bytesOf([0x50, 0x4b, 3, 4]), common, name, data]);
    const tail = new Uint8Array(14);
    new DataView(tail.buffer).setUint32(10, offset, true);
    list.push(join([bytesOf([0x50, 0x4b, 1, 2, 20, 0]), common, tail, name]));
    parts.push(local);
    offset += local.byteLength;
  }
  const listed = join(list);
  const end = new Uint8Array(22);
  const view = new DataView(end.buffer);
  view.setUint32(0, 0x06054b50, true);
  view.setUint16(8, files.length, true);
  view.setUint16(10, files.length, true);
  view.setUint32(12, listed.byteLength, true);
  view.setUint32(16, offset, true);
  return join([...parts, listed, end]);
}

/** The 26 bytes that both headers of a ZIP share. */
function header(name: Uint8Array, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(26);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 20, true);
  // 1980-01-01: the same episode gives the same bytes
  view.setUint16(8, 0x21, true);
  view.setUint32(10, crc32(data), true);
  view.setUint32(14, data.byteLength, true);
  view.setUint32(18, data.byteLength, true);
  view.setUint16(22, name.byteLength, true);
  return bytes;
}

function npyBytes(array: WritableArray): Uint8Array {
  const shape = array.shape.length === 1 ? `${array.shape[0]},` : array.shape.join(', ');
  const descr = array.boolean ? '|b1' : '<f8';
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape}), }`;
  // data starts at a multiple of 64
  const line = `${text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11)}\n`;
  const head = new Uint8Array(10);
  head.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  new DataView(head.buffer).setUint16(8, line.length, true);
  const data = array.boolean
    ? Uint8Array.from(array.data)
    : new Uint8Array(array.data.slice().buffer, 0, array.data.length * 8);
  return join([head, new TextEncoder().encode(line), data]);
}

const bytesOf = (values: number[]) => Uint8Array.from(values);

function join(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.byteLength;
  }
  return bytes;
}
