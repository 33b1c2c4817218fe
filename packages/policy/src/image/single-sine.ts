/** Polynomials of sine and cosine on [-pi/4, pi/4], and the quarter turn: glibc's `sincosf_data.c` (since 2.28). */
const SINE = [-0.16666654943701084, 0.008332178146138854, -0.00019517298981385725] as const;
const COSINE = [
  1, -0.49999999725108224, 0.041666623324344516, -0.001388676379437604, 2.4390450703564542e-5,
] as const;
const QUARTER = 1.5707963267948966;
/** Two to the 24 over a quarter turn. */
const QUARTERS = 10680707.430881744;

/**
 * `sinf` as the C library computes it, for 0 <= x < 120. It is not rounded correctly everywhere, so the rounded double will
 * not do where a weight must be TensorFlow's own.
 */
export function singleSine(x: number): number {
  if (x < Math.fround(Math.PI / 4)) return sinePolynomial(x);
  const quarters = (Math.trunc(x * QUARTERS) + 0x800000) >> 24;
  const rest = x - quarters * QUARTER;
  const sign = (quarters & 3) === 1 || (quarters & 3) === 2 ? -1 : 1;
  if ((quarters & 1) === 0) return sinePolynomial(rest * sign);
  return cosinePolynomial(rest, (quarters & 2) === 0 ? 1 : -1);
}

function sinePolynomial(x: number): number {
  const x2 = x * x;
  const x3 = x * x2;
  const tail = SINE[1] + x2 * SINE[2];
  return Math.fround(x + x3 * SINE[0] + x3 * x2 * tail);
}

function cosinePolynomial(x: number, sign: number): number {
  const x2 = x * x;
  const x4 = x2 * x2;
  const tail = COSINE[3] + x2 * COSINE[4];
  const head = COSINE[0] + x2 * COSINE[1];
  return Math.fround(sign * (head + x4 * COSINE[2] + x4 * x2 * tail));
}
