import { DTYPE_BYTES, type DType } from '@plumb/contract';

/** Numbers that can be read by index, whatever their width. */
export type Numbers =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array;

/** Reads little-endian elements as numbers; `bytes` begins at a multiple of the element's size. */
export type Decode = (bytes: Uint8Array) => Numbers;

const view =
  <T extends Numbers>(
    Type: new (buffer: ArrayBufferLike, offset: number, length: number) => T,
    size: number,
  ): Decode =>
  (bytes) =>
    new Type(bytes.buffer, bytes.byteOffset, bytes.byteLength / size);

const DECODERS: Partial<Record<DType, () => Decode>> = {
  float64: () => view(Float64Array, 8),
  float32: () => view(Float32Array, 4),
  float16: () => lookUp16(float16Table()),
  bfloat16: () => widenBfloat16,
  float8_e4m3fn: () => lookUp8(float8Table(4, 7, 'fn')),
  float8_e5m2: () => lookUp8(float8Table(5, 15, 'ieee')),
  float8_e4m3fnuz: () => lookUp8(float8Table(4, 8, 'fnuz')),
  float8_e5m2fnuz: () => lookUp8(float8Table(5, 16, 'fnuz')),
  // a power of two, 255 is NaN
  float8_e8m0fnu: () =>
    lookUp8(Float32Array.from({ length: 256 }, (_, i) => (i === 255 ? Number.NaN : 2 ** (i - 127)))),
  int64: () => wideIntegers(BigInt64Array),
  uint64: () => wideIntegers(BigUint64Array),
  int32: () => view(Int32Array, 4),
  uint32: () => view(Uint32Array, 4),
  int16: () => view(Int16Array, 2),
  uint16: () => view(Uint16Array, 2),
  int8: () => view(Int8Array, 1),
  uint8: () => view(Uint8Array, 1),
  // any byte but 0 is True
  bool: () => (bytes) => bytes.map((byte) => (byte === 0 ? 0 : 1)),
};

const made = new Map<DType, Decode>();

/** Undefined for what is no real number a whole byte wide or wider: complex, quantised, float4. */
export function decoderOf(dtype: DType): Decode | undefined {
  const known = made.get(dtype);
  if (known) return known;
  const decode = DECODERS[dtype]?.();
  if (decode) made.set(dtype, decode);
  return decode;
}

export function isFloating(dtype: DType): boolean {
  return /^b?float/.test(dtype) && dtype !== 'float4_e2m1fn_x2';
}

/** Elements in that many bytes. */
export const elementsIn = (bytes: number, dtype: DType) => bytes / DTYPE_BYTES[dtype];

function lookUp16(table: Float32Array): Decode {
  return (bytes) => {
    const codes = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2);
    const values = new Float32Array(codes.length);
    for (let i = 0; i < codes.length; i++) values[i] = table[codes[i]!]!;
    return values;
  };
}

function lookUp8(table: Float32Array): Decode {
  return (bytes) => {
    const values = new Float32Array(bytes.length);
    for (let i = 0; i < bytes.length; i++) values[i] = table[bytes[i]!]!;
    return values;
  };
}

/** The upper half of a float32. */
function widenBfloat16(bytes: Uint8Array): Float32Array {
  const codes = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2);
  const bits = new Uint32Array(codes.length);
  for (let i = 0; i < codes.length; i++) bits[i] = codes[i]! << 16;
  return new Float32Array(bits.buffer);
}

function wideIntegers(Type: typeof BigInt64Array | typeof BigUint64Array): Decode {
  return (bytes) => {
    const wide = new Type(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength / 8);
    const values = new Float64Array(wide.length);
    for (let i = 0; i < wide.length; i++) values[i] = Number(wide[i]!);
    return values;
  };
}

function float16Table(): Float32Array {
  return Float32Array.from({ length: 65536 }, (_, code) => smallFloat(code, 5, 10, 15, 'ieee'));
}

type Specials = 'ieee' | 'fn' | 'fnuz';

function float8Table(exponentBits: number, bias: number, specials: Specials): Float32Array {
  return Float32Array.from({ length: 256 }, (_, code) =>
    smallFloat(code, exponentBits, 7 - exponentBits, bias, specials),
  );
}

/** Sign, exponent, mantissa. `fn`: no infinities, all ones is NaN; `fnuz`: nor a negative zero, whose code is NaN. */
function smallFloat(
  code: number,
  exponentBits: number,
  mantissaBits: number,
  bias: number,
  specials: Specials,
) {
  const signBit = 1 << (exponentBits + mantissaBits);
  const sign = code & signBit ? -1 : 1;
  const exponent = (code >> mantissaBits) & ((1 << exponentBits) - 1);
  const mantissa = code & ((1 << mantissaBits) - 1);
  if (specials === 'fnuz' && code === signBit) return Number.NaN;
  if (specials !== 'fnuz' && exponent === (1 << exponentBits) - 1) {
    if (specials === 'ieee') return mantissa === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
    if (mantissa === (1 << mantissaBits) - 1) return Number.NaN;
  }
  const fraction = mantissa / (1 << mantissaBits);
  return exponent === 0 ? sign * fraction * 2 ** (1 - bias) : sign * (1 + fraction) * 2 ** (exponent - bias);
}
