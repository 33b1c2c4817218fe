/**
 * libjpeg's transforms on one block of 8x8, integers throughout, so that they give its numbers and not nearly its numbers
 * (jfdctint.c, jidctfst.c of libjpeg-turbo 2.1). The inverse is the fast one: TensorFlow's decoder asks for it, and on
 * a picture at quality 95 it differs from the accurate one in three quarters of all bytes.
 */

const PASS1_BITS = 2;
const CONST_BITS = 13;

/** Annex K.1 of ITU-T T.81. */
const LUMINANCE = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22,
  29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103,
  121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
];
const CHROMINANCE = [
  17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99,
  99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
  99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
];
/** cos(k pi / 16) * sqrt(2) in 14 bits: scale factors of Arai, Agui and Nakajima. */
const AAN = [1, 1.387039845, 1.306562965, 1.175875602, 1, 0.785694958, 0.5411961, 0.275899379];

/** One component's tables at one quality. Row-major, `[64]`. */
export interface Quantisation {
  /** Of the number that a coefficient of the forward transform (8 times too large) is divided by: its half, its inverse. */
  readonly halves: Int32Array;
  readonly inverses: Float64Array;
  /** What a level is multiplied with before the inverse transform. */
  readonly multipliers: Int32Array;
}

/** @param quality 1 to 100, as libjpeg's `jpeg_set_quality` reads it. */
export function quantisationOf(component: 'luminance' | 'chrominance', quality: number): Quantisation {
  const base = component === 'luminance' ? LUMINANCE : CHROMINANCE;
  const percent = quality < 50 ? Math.floor(5000 / quality) : 200 - quality * 2;
  const steps = base.map((value) => Math.min(255, Math.max(1, Math.floor((value * percent + 50) / 100))));
  return {
    halves: Int32Array.from(steps, (step) => step * 4),
    inverses: Float64Array.from(steps, (step) => 1 / (step * 8)),
    multipliers: Int32Array.from(steps, (step, i) => {
      const scale = Math.round(AAN[i >> 3]! * AAN[i & 7]! * 16384);
      return (step * scale + 2048) >> 12;
    }),
  };
}

/** In place: samples minus 128 become coefficients, 8 times too large. */
export function forwardTransform(block: Int32Array): void {
  for (let row = 0; row < 64; row += 8) forwardLine(block, row, 1, true);
  for (let column = 0; column < 8; column++) forwardLine(block, column, 8, false);
}

function forwardLine(b: Int32Array, at: number, step: number, first: boolean): void {
  const i1 = at + step;
  const i2 = i1 + step;
  const i3 = i2 + step;
  const i4 = i3 + step;
  const i5 = i4 + step;
  const i6 = i5 + step;
  const i7 = i6 + step;
  const s07 = b[at]! + b[i7]!;
  const d07 = b[at]! - b[i7]!;
  const s16 = b[i1]! + b[i6]!;
  const d16 = b[i1]! - b[i6]!;
  const s25 = b[i2]! + b[i5]!;
  const d25 = b[i2]! - b[i5]!;
  const s34 = b[i3]! + b[i4]!;
  const d34 = b[i3]! - b[i4]!;
  const even0 = s07 + s34;
  const even3 = s07 - s34;
  const even1 = s16 + s25;
  const even2 = s16 - s25;
  const shift = first ? CONST_BITS - PASS1_BITS : CONST_BITS + PASS1_BITS;
  const half = 1 << (shift - 1);
  b[at] = first ? (even0 + even1) << PASS1_BITS : (even0 + even1 + 2) >> PASS1_BITS;
  b[i4] = first ? (even0 - even1) << PASS1_BITS : (even0 - even1 + 2) >> PASS1_BITS;
  const z = (even2 + even3) * 4433;
  b[i2] = (z + even3 * 6270 + half) >> shift;
  b[i6] = (z - even2 * 15137 + half) >> shift;
  const z5 = (d34 + d16 + d25 + d07) * 9633;
  const z1 = -(d34 + d07) * 7373;
  const z2 = -(d25 + d16) * 20995;
  const z3 = z5 - (d34 + d16) * 16069;
  const z4 = z5 - (d25 + d07) * 3196;
  b[i7] = (d34 * 2446 + z1 + z3 + half) >> shift;
  b[i5] = (d25 * 16819 + z2 + z4 + half) >> shift;
  b[i3] = (d16 * 25172 + z2 + z3 + half) >> shift;
  b[i1] = (d07 * 12299 + z1 + z4 + half) >> shift;
}

/** In place: coefficients become levels (rounded half away from zero) and come back multiplied for `inverseTransform`. */
export function quantise(block: Int32Array, { halves, inverses, multipliers }: Quantisation): void {
  for (let i = 0; i < 64; i++) {
    const value = block[i]!;
    // the half more keeps whole quotients whole, whatever the inverse was rounded to
    const level = ((Math.abs(value) + halves[i]! + 0.5) * inverses[i]!) | 0;
    block[i] = (value < 0 ? -level : level) * multipliers[i]!;
  }
}

/** In place: multiplied levels become samples minus 128, not yet clamped. */
export function inverseTransform(block: Int32Array): void {
  for (let column = 0; column < 8; column++) inverseLine(block, column, 8, 0);
  for (let row = 0; row < 64; row += 8) inverseLine(block, row, 1, PASS1_BITS + 3);
}

// products are cut, not rounded: that is what makes the fast transform fast, and its pictures darker by half a level
function inverseLine(b: Int32Array, at: number, step: number, shift: number): void {
  const i1 = at + step;
  const i2 = i1 + step;
  const i3 = i2 + step;
  const i4 = i3 + step;
  const i5 = i4 + step;
  const i6 = i5 + step;
  const i7 = i6 + step;
  const e10 = b[at]! + b[i4]!;
  const e11 = b[at]! - b[i4]!;
  const e13 = b[i2]! + b[i6]!;
  const e12 = (((b[i2]! - b[i6]!) * 362) >> 8) - e13;
  const t0 = e10 + e13;
  const t3 = e10 - e13;
  const t1 = e11 + e12;
  const t2 = e11 - e12;
  const z13 = b[i5]! + b[i3]!;
  const z10 = b[i5]! - b[i3]!;
  const z11 = b[i1]! + b[i7]!;
  const z12 = b[i1]! - b[i7]!;
  const t7 = z11 + z13;
  const o11 = ((z11 - z13) * 362) >> 8;
  const z5 = ((z10 + z12) * 473) >> 8;
  const o10 = ((z12 * 277) >> 8) - z5;
  const o12 = ((z10 * -669) >> 8) + z5;
  const t6 = o12 - t7;
  const t5 = o11 - t6;
  const t4 = o10 + t5;
  b[at] = (t0 + t7) >> shift;
  b[i7] = (t0 - t7) >> shift;
  b[i1] = (t1 + t6) >> shift;
  b[i6] = (t1 - t6) >> shift;
  b[i2] = (t2 + t5) >> shift;
  b[i5] = (t2 - t5) >> shift;
  b[i4] = (t3 + t4) >> shift;
  b[i3] = (t3 - t4) >> shift;
}
