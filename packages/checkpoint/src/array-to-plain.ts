import type { PickleArray, PickleValue } from './pickle-value.ts';
import type { Plain } from './to-plain.ts';

const LIMITS = {
  /** Elements that are spelt out: statistics of actions and states, not datasets. */
  elements: 256,
};

type Read = (view: DataView, at: number, little: boolean) => number | bigint | boolean;

const READERS: Readonly<Record<string, Read>> = {
  f8: (view, at, little) => view.getFloat64(at, little),
  f4: (view, at, little) => view.getFloat32(at, little),
  f2: (view, at, little) => halfToNumber(view.getUint16(at, little)),
  i8: (view, at, little) => view.getBigInt64(at, little),
  i4: (view, at, little) => view.getInt32(at, little),
  i2: (view, at, little) => view.getInt16(at, little),
  i1: (view, at) => view.getInt8(at),
  u8: (view, at, little) => view.getBigUint64(at, little),
  u4: (view, at, little) => view.getUint32(at, little),
  u2: (view, at, little) => view.getUint16(at, little),
  u1: (view, at) => view.getUint8(at),
  b1: (view, at) => view.getUint8(at) !== 0,
};

/** IEEE 754 half precision. */
export function halfToNumber(bits: number): number {
  const sign = bits >> 15 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Nested lists for a small array of numbers, the number itself for a scalar, else `$array` with shape and bytes. */
export function arrayToPlain(array: PickleArray, spell: (item: PickleValue) => Plain): Plain {
  const count = array.shape.reduce((product, size) => product * size, 1);
  const summary = { $array: array.dtype, shape: [...array.shape], bytes: array.data.length };
  if (count > LIMITS.elements || array.shape.length > 8) return summary;
  const flat = readElements(array)?.map(spell);
  return flat === undefined ? summary : nestElements(array, flat, (items) => items);
}

/** The elements as they lie in memory; undefined for text, dates, records and what is not whole. */
export function readElements(array: PickleArray): readonly PickleValue[] | undefined {
  const count = array.shape.reduce((product, size) => product * size, 1);
  if (array.items !== undefined) return array.items.length === count ? array.items : undefined;
  const read = READERS[array.dtype.slice(1)];
  const itemBytes = Number(array.dtype.slice(2));
  if (read === undefined || itemBytes * count !== array.data.length) return undefined;
  const view = new DataView(array.data.buffer, array.data.byteOffset, array.data.byteLength);
  return Array.from({ length: count }, (_, i) => read(view, i * itemBytes, array.dtype[0] !== '>'));
}

/** Elements as they lie in memory in lists of lists, as `tolist()` gives them; of shape [] the element itself. */
export function nestElements<T>(
  array: Pick<PickleArray, 'shape' | 'fortran'>,
  flat: readonly T[],
  list: (items: T[]) => T,
): T {
  const strides = new Array<number>(array.shape.length);
  let step = 1;
  const order = array.shape.map((_, i) => i);
  for (const axis of array.fortran ? order : order.reverse()) {
    strides[axis] = step;
    step *= array.shape[axis]!;
  }
  const build = (axis: number, at: number): T =>
    axis === array.shape.length
      ? flat[at]!
      : list(Array.from({ length: array.shape[axis]! }, (_, i) => build(axis + 1, at + i * strides[axis]!)));
  return build(0, 0);
}
