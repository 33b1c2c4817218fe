import { PlumbError } from '@plumb/core';
import { listZip } from '../zip/list-zip.ts';

/** An array of a `.npz`: row-major, numbers as doubles (64-bit integers beyond 2**53 lose digits). */
export interface NpzArray {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/** Limits: a recorded episode has 40 arrays of 3 MB; a gigabyte of one array is no episode. */
export const NPZ_LIMITS = { arrays: 4096, bytesAnArray: 1 << 30, dimensions: 32 } as const;

type Reader = (view: DataView, offset: number) => number;
const READERS: Record<string, [bytes: number, read: Reader]> = {
  '<f8': [8, (view, at) => view.getFloat64(at, true)],
  '<f4': [4, (view, at) => view.getFloat32(at, true)],
  '<i8': [8, (view, at) => Number(view.getBigInt64(at, true))],
  '<i4': [4, (view, at) => view.getInt32(at, true)],
  '<i2': [2, (view, at) => view.getInt16(at, true)],
  '|i1': [1, (view, at) => view.getInt8(at)],
  '|u1': [1, (view, at) => view.getUint8(at)],
  '|b1': [1, (view, at) => view.getUint8(at)],
};

/** The arrays of a `.npz` by name (numpy/lib/format.py, versions 1 to 3). Throws `NPZ_MALFORMED`. */
export function readNpz(bytes: Uint8Array, place: string): Map<string, NpzArray> {
  try {
    const arrays = new Map<string, NpzArray>();
    for (const { name, read } of listZip(bytes, NPZ_LIMITS.arrays)) {
      if (name.endsWith('.npy')) arrays.set(name.slice(0, -4), readNpy(read(NPZ_LIMITS.bytesAnArray)));
    }
    return arrays;
  } catch (cause) {
    throw new PlumbError(
      {
        code: 'NPZ_MALFORMED',
        what: `${place} cannot be read as .npz: ${(cause as Error).message}.`,
        why: 'The file is cut short, or was not written by numpy.savez.',
        remedy: 'Write it again with numpy.savez, with numbers only (no object arrays).',
      },
      { cause },
    );
  }
}

function readNpy(bytes: Uint8Array): NpzArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0) !== 0x934e554d) throw new Error('an entry is not an .npy');
  const long = view.getUint8(6) > 1;
  const length = long ? view.getUint32(8, true) : view.getUint16(8, true);
  const start = (long ? 12 : 10) + length;
  const header = new TextDecoder('latin1').decode(bytes.subarray(long ? 12 : 10, start));
  const descr = /'descr':\s*'([^']+)'/.exec(header)?.[1] ?? 'object';
  const fortran = /'fortran_order':\s*True/.test(header);
  const shape = (/'shape':\s*\(([^)]*)\)/.exec(header)?.[1] ?? '')
    .split(',')
    .filter((word) => word.trim() !== '')
    .map(Number);
  const [size, read] = READERS[descr] ?? [0, undefined];
  if (read === undefined) throw new Error(`arrays of the type ${descr} are not numbers`);
  if (fortran && shape.length > 1) throw new Error('an array is in Fortran order');
  if (shape.length > NPZ_LIMITS.dimensions) throw new Error('an array has too many dimensions');
  const count = shape.reduce((product, length) => product * length, 1);
  if (start + count * size !== bytes.byteLength) throw new Error('an array is cut short');
  const data = Float64Array.from({ length: count }, (_, i) => read(view, start + i * size));
  return { shape, data };
}
