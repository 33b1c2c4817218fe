/** An array as NumPy would send it. `data` is C-contiguous, in `dtype`'s byte order. */
export interface NumpyArray {
  /** NumPy's `dtype.str`: `<f4`, `|u1`, … */
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

/** Dimensions that an array may have: NumPy 1 allows 32, no policy sends more than 4. */
const MAX_DIMENSIONS = 8;

type Reader = (view: DataView, offset: number, little: boolean) => number;

const READERS: Record<string, { bytes: number; read: Reader }> = {
  f2: { bytes: 2, read: (view, at, little) => halfToNumber(view.getUint16(at, little)) },
  f4: { bytes: 4, read: (view, at, little) => view.getFloat32(at, little) },
  f8: { bytes: 8, read: (view, at, little) => view.getFloat64(at, little) },
  i1: { bytes: 1, read: (view, at) => view.getInt8(at) },
  i2: { bytes: 2, read: (view, at, little) => view.getInt16(at, little) },
  i4: { bytes: 4, read: (view, at, little) => view.getInt32(at, little) },
  i8: { bytes: 8, read: (view, at, little) => Number(view.getBigInt64(at, little)) },
  u1: { bytes: 1, read: (view, at) => view.getUint8(at) },
  u2: { bytes: 2, read: (view, at, little) => view.getUint16(at, little) },
  u4: { bytes: 4, read: (view, at, little) => view.getUint32(at, little) },
  u8: { bytes: 8, read: (view, at, little) => Number(view.getBigUint64(at, little)) },
  b1: { bytes: 1, read: (view, at) => view.getUint8(at) },
};

/** Builds an array from untrusted fields; says what is wrong by an Error, which the protocol's parser wraps. */
export function checkNumpyArray(dtype: unknown, shape: unknown, data: unknown): NumpyArray {
  const kind = typeof dtype === 'string' ? dtype.slice(1) : '';
  const type = data instanceof Uint8Array && Object.hasOwn(READERS, kind) ? READERS[kind] : undefined;
  if (type === undefined || !/^[<>|=]/.test(dtype as string))
    throw new Error(`an array of type ${JSON.stringify(dtype)}`);
  if (!Array.isArray(shape) || shape.length > MAX_DIMENSIONS || !shape.every(isLength))
    throw new Error(`an array of shape ${JSON.stringify(shape)}`);
  const bytes = data as Uint8Array;
  const count = shape.reduce((product: number, size: number) => product * size, 1);
  if (count * type.bytes !== bytes.byteLength)
    throw new Error(`an array of shape [${shape}] in ${bytes.byteLength} bytes of ${dtype}`);
  return { dtype: dtype as string, shape, data: bytes };
}

/** All elements in order, as doubles. */
export function numbersOf({ dtype, data }: NumpyArray): Float64Array {
  const { bytes, read } = READERS[dtype.slice(1)]!;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const little = dtype[0] !== '>';
  return Float64Array.from({ length: data.byteLength / bytes }, (_, i) => read(view, i * bytes, little));
}

export function float64Array(shape: readonly number[], values: Float64Array): NumpyArray {
  return { dtype: '<f8', shape, data: new Uint8Array(values.buffer, values.byteOffset, values.byteLength) };
}

export function float32Array(shape: readonly number[], values: ArrayLike<number>): NumpyArray {
  return { dtype: '<f4', shape, data: new Uint8Array(Float32Array.from(values).buffer) };
}

function isLength(size: unknown): boolean {
  return Number.isSafeInteger(size) && (size as number) >= 0;
}

function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
