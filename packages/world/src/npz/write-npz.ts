import { writeZip } from '../zip/write-zip.ts';
import { joinBytes } from '../zip/zip-writer.ts';
import type { NpzArray } from './read-npz.ts';

/** What a `.npz` can be written from: numbers as their array holds them, or booleans as 0 and 1 with `boolean`. */
export interface WritableArray {
  readonly shape: NpzArray['shape'];
  readonly data: Float64Array | Float32Array | Int16Array;
  readonly boolean?: boolean;
}

/** The bytes of an uncompressed `.npz` as numpy.savez writes it. */
export function writeNpz(arrays: ReadonlyMap<string, WritableArray>): Uint8Array {
  return writeZip(new Map([...arrays].map(([name, array]) => [`${name}.npy`, npyBytes(array)])));
}

/** The bytes of a `.npy`. */
export function npyBytes(array: WritableArray): Uint8Array {
  const shape = array.shape.length === 1 ? `${array.shape[0]},` : array.shape.join(', ');
  const descr = array.boolean
    ? '|b1'
    : `<${array.data instanceof Int16Array ? 'i' : 'f'}${array.data.BYTES_PER_ELEMENT}`;
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape}), }`;
  // data starts at a multiple of 64
  const line = `${text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11)}\n`;
  const head = new Uint8Array(10);
  head.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  new DataView(head.buffer).setUint16(8, line.length, true);
  const data = array.boolean ? Uint8Array.from(array.data) : new Uint8Array(array.data.slice().buffer);
  return joinBytes([head, new TextEncoder().encode(line), data]);
}
