import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

export interface StoredArray {
  readonly shape: readonly number[];
  readonly data: Float32Array | BigInt64Array | Uint8Array;
}

const TYPES: Record<string, new (buffer: ArrayBuffer) => StoredArray['data']> = {
  '<f4': Float32Array,
  '<i8': BigInt64Array,
  '|u1': Uint8Array,
};

/** The arrays of an oracle's `.npz`, C order. For specs: the file is our own. */
export function readArrays(file: string | URL): Record<string, StoredArray> {
  const bytes = readFileSync(file);
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06'));
  const arrays: Record<string, StoredArray> = {};
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const compressed = bytes.readUInt32LE(at + 20);
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const stored = bytes.subarray(start, start + compressed);
    const npy = bytes.readUInt16LE(at + 10) === 8 ? inflateRawSync(stored) : stored;
    arrays[name.replace(/\.npy$/, '')] = readNpy(npy);
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return arrays;
}

function readNpy(npy: Buffer): StoredArray {
  const headerEnd = 10 + npy.readUInt16LE(8);
  const header = npy.toString('latin1', 10, headerEnd);
  const type = /'descr': '([^']+)'/.exec(header)![1]!;
  const shape = /'shape': \(([^)]*)\)/
    .exec(header)![1]!
    .split(',')
    .filter((part) => part.trim() !== '');
  const copy = new Uint8Array(npy.subarray(headerEnd)).buffer;
  return { shape: shape.map(Number), data: new TYPES[type]!(copy) };
}
