import { Packr, Unpackr } from 'msgpackr';
import { checkNumpyArray, type NumpyArray } from './numpy-array.ts';

/** Levels of maps and lists in one message; openpi's metadata and vla-eval's specs have 4. */
const MAX_DEPTH = 32;

const packr = new Packr({ useRecords: false, variableMapSize: true });
// maps stay maps: openpi's keys are bytes, which no object has
const unpackr = new Unpackr({ useRecords: false, mapsAsObjects: false, int64AsType: 'number' });

/** How a protocol writes an array into msgpack, and knows one again. */
export interface ArrayCodec {
  encode(array: NumpyArray): unknown;
  /** Undefined for a map that is only a map. Keys are text, whether they came as text or as bytes. */
  decode(map: ReadonlyMap<string, unknown>): unknown;
}

/** openpi's `msgpack_numpy.py`: maps with keys of bytes. */
export const OPENPI_ARRAYS: ArrayCodec = {
  encode: ({ dtype, shape, data }) =>
    new Map<Buffer, unknown>([
      [Buffer.from('__ndarray__'), true],
      [Buffer.from('data'), data],
      [Buffer.from('dtype'), dtype],
      [Buffer.from('shape'), [...shape]],
    ]),
  decode: (map) => {
    if (map.has('__ndarray__'))
      return checkNumpyArray(textOf(map.get('dtype')), map.get('shape'), map.get('data'));
    return map.has('__npgeneric__') ? map.get('data') : undefined;
  },
};

/** vla-eval's `numpy_codec.py` and `image_codec.py`: maps with keys of text; pictures are arrays of their own. */
export const VLA_EVAL_ARRAYS: ArrayCodec = {
  encode: ({ dtype, shape, data }) =>
    dtype === '|u1' && shape.length === 3
      ? { __image__: true, format: 'raw', data, dtype, shape: [...shape] }
      : { __ndarray__: true, data, dtype, shape: [...shape] },
  decode: (map) => {
    if (map.has('__image__') && map.get('format') !== 'raw')
      return { format: map.get('format'), data: map.get('data') } satisfies EncodedImage;
    return map.has('__image__') || map.has('__ndarray__')
      ? checkNumpyArray(map.get('dtype'), map.get('shape'), map.get('data'))
      : undefined;
  },
};

/** A picture as PNG or JPEG, undecoded. */
export interface EncodedImage {
  readonly format: unknown;
  readonly data: unknown;
}

/** @param message plain values; arrays as `NumpyArray`, at any level. */
export function encodeMessage(message: unknown, codec: ArrayCodec): Buffer {
  return packr.pack(toWire(message, codec));
}

/** Plain values with text keys; arrays as `NumpyArray`. Throws an Error that says what is wrong with the bytes. */
export function decodeMessage(frame: Uint8Array, codec: ArrayCodec): unknown {
  return fromWire(unpackr.unpack(frame), codec, 0);
}

function toWire(value: unknown, codec: ArrayCodec): unknown {
  if (Array.isArray(value)) return value.map((entry) => toWire(entry, codec));
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  if ('dtype' in value && 'data' in value) return codec.encode(value as NumpyArray);
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, toWire(entry, codec)]));
}

function fromWire(value: unknown, codec: ArrayCodec, depth: number): unknown {
  if (depth > MAX_DEPTH) throw new Error(`a message of more than ${MAX_DEPTH} levels`);
  if (Array.isArray(value)) return value.map((entry) => fromWire(entry, codec, depth + 1));
  if (!(value instanceof Map)) return value;
  const map = new Map<string, unknown>();
  for (const [key, entry] of value) map.set(String(textOf(key)), fromWire(entry, codec, depth + 1));
  return codec.decode(map) ?? Object.fromEntries(map);
}

function textOf(value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value;
}
