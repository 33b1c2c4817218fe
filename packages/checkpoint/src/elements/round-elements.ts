import type { Numbers } from './decode-elements.ts';

/** What `--cast` may ask for. */
export type CastDtype = 'float16' | 'bfloat16' | 'float32';

export interface Rounded {
  /** Little-endian elements of the new dtype. */
  readonly bytes: Uint8Array;
  /** Finite values that became infinite. */
  readonly overflowed: number;
}

/**
 * Rounds to nearest, ties to even, as torch's `.to(dtype)` does: through float32, so a float64 is rounded twice.
 * A NaN stays a NaN (quiet, its sign kept); which of its codes torch writes depends on the length of the tensor there.
 */
export function roundElements(values: Numbers, dtype: CastDtype): Rounded {
  const single = values instanceof Float32Array ? values : Float32Array.from(values);
  if (dtype === 'float32') {
    const bytes = new Uint8Array(single.buffer, single.byteOffset, single.byteLength);
    return { bytes, overflowed: single === values ? 0 : countOverflows(values, single) };
  }
  const bits = new Uint32Array(single.buffer, single.byteOffset, single.length);
  const codes = new Uint16Array(single.length);
  const overflowed = dtype === 'bfloat16' ? toBfloat16(bits, codes) : toFloat16(bits, codes);
  const before = single === values ? 0 : countOverflows(values, single);
  return { bytes: new Uint8Array(codes.buffer), overflowed: overflowed + before };
}

const INFINITE = 0x7f800000;

function toBfloat16(bits: Uint32Array, codes: Uint16Array): number {
  let overflowed = 0;
  for (let i = 0; i < bits.length; i++) {
    const x = bits[i]!;
    const magnitude = x & 0x7fffffff;
    if (magnitude > INFINITE) codes[i] = ((x >>> 16) & 0x8000) | 0x7fc0;
    else {
      const code = (x + 0x7fff + ((x >>> 16) & 1)) >>> 16;
      if ((code & 0x7fff) === 0x7f80 && magnitude !== INFINITE) overflowed++;
      codes[i] = code;
    }
  }
  return overflowed;
}

function toFloat16(bits: Uint32Array, codes: Uint16Array): number {
  let overflowed = 0;
  for (let i = 0; i < bits.length; i++) {
    const x = bits[i]!;
    const sign = (x >>> 16) & 0x8000;
    const magnitude = x & 0x7fffffff;
    if (magnitude > INFINITE) codes[i] = sign | 0x7e00;
    else if (magnitude >= 0x477ff000) {
      // 65520 and above: halfway between the largest float16 and the next power of two
      if (magnitude !== INFINITE) overflowed++;
      codes[i] = sign | 0x7c00;
    } else if (magnitude >= 0x38800000) {
      // normal: rebias the exponent from 127 to 15; a carry out of the mantissa is the next exponent
      codes[i] = sign | ((magnitude - 0x38000000 + 0xfff + ((magnitude >>> 13) & 1)) >>> 13);
    } else codes[i] = sign | subnormal(magnitude);
  }
  return overflowed;
}

/** Multiples of 2^-24. */
function subnormal(magnitude: number): number {
  const exponent = magnitude >>> 23;
  // below half of the smallest: 2^-25 itself is a tie, and goes to zero
  if (exponent < 102) return 0;
  const mantissa = (magnitude & 0x7fffff) | 0x800000;
  const shift = 126 - exponent;
  const kept = mantissa >>> shift;
  const rest = mantissa & ((1 << shift) - 1);
  const half = 1 << (shift - 1);
  return rest > half || (rest === half && kept & 1) ? kept + 1 : kept;
}

function countOverflows(values: Numbers, single: Float32Array): number {
  let count = 0;
  for (let i = 0; i < single.length; i++)
    if (Math.abs(single[i]!) === Number.POSITIVE_INFINITY && Number.isFinite(values[i])) count++;
  return count;
}
