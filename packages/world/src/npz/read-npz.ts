import { inflateRawSync } from 'node:zlib';
import { PlumbError } from '@plumb/core';

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
  '|i1': [1, (view, at) => view.getInt8(at)],
  '|u1': [1, (view, at) => view.getUint8(at)],
  '|b1': [1, (view, at) => view.getUint8(at)],
};

/** The arrays of a `.npz` by name (numpy/lib/format.py, versions 1 to 3). Throws `NPZ_MALFORMED`. */
export function readNpz(bytes: Uint8Array, place: string): Map<string, NpzArray> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const arrays = new Map<string, NpzArray>();
    for (const { name, data } of entries(bytes, view)) {
      if (name.endsWith('.npy')) arrays.set(name.slice(0, -4), readNpy(data));
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

function* entries(bytes: Uint8Array, view: DataView): Generator<{ name: string; data: Uint8Array }> {
  let end = bytes.byteLength - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end--;
  if (end < 0) throw new Error('it has no end of a ZIP');
  const count = view.getUint16(end + 10, true);
  if (count > NPZ_LIMITS.arrays) throw new Error(`it holds ${count} arrays`);
  let at = view.getUint32(end + 16, true);
  for (let i = 0; i < count; i++) {
    if (view.getUint32(at, true) !== 0x02014b50) throw new Error('its list of files is damaged');
    const method = view.getUint16(at + 10, true);
    const packed = view.getUint32(at + 20, true);
    const size = view.getUint32(at + 24, true);
    const nameLength = view.getUint16(at + 28, true);
    const header = view.getUint32(at + 42, true);
    if (size > NPZ_LIMITS.bytesAnArray || packed === 0xffffffff) throw new Error('an array is too large');
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    const start = header + 30 + view.getUint16(header + 26, true) + view.getUint16(header + 28, true);
    const raw = bytes.subarray(start, start + packed);
    const data = method === 0 ? raw : inflateRawSync(raw, { maxOutputLength: NPZ_LIMITS.bytesAnArray });
    if (data.byteLength !== size) throw new Error(`${name} is cut short`);
    yield { name, data };
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
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
