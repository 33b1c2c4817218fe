import { matrixOf, multiply, normalise, type Quaternion } from '../pose.ts';

const SMALL = 1e-12;
const MOST_TURNS = 500;
const QUARTER = Math.SQRT1_2;

/**
 * The turn into the principal axes of a symmetric 3x3 matrix, largest eigenvalue first: Jacobi's method on a quaternion
 * (mju_eig3), step by step as there, because the frame of a symmetric body depends on the order of the steps.
 */
export function principalAxes(symmetric: readonly number[]): { values: number[]; turn: Quaternion } {
  let turn: Quaternion = [1, 0, 0, 0];
  let values = [0, 0, 0];
  for (let i = 0; i < MOST_TURNS; i++) {
    const d = rotated(symmetric, matrixOf(turn));
    values = [d[0]!, d[4]!, d[8]!];
    const [xy, xz, yz] = [Math.abs(d[1]!), Math.abs(d[2]!), Math.abs(d[5]!)];
    const [row, column, axis] = xy > xz && xy > yz ? [0, 1, 2] : xz > yz ? [0, 2, 1] : [1, 2, 0];
    const off = d[3 * row + column]!;
    if (Math.abs(off) < SMALL) break;
    const tau = (d[4 * column]! - d[4 * row]!) / (2 * off);
    const tangent = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.sqrt(1 + tau * tau));
    const cosine = 1 / Math.sqrt(1 + tangent * tangent);
    if (cosine > 1 - SMALL) break;
    const step: Quaternion = [0, 0, 0, 0];
    const sine = (tau >= 0 ? -1 : 1) * (axis === 1 ? -1 : 1) * Math.sqrt(0.5 - 0.5 * cosine);
    step[axis + 1] = sine;
    step[0] = Math.sqrt(1 - sine * sine);
    turn = normalise(multiply(turn, normalise(step)));
  }
  for (const first of [0, 1, 0]) {
    const [a, b] = [values[first]!, values[first + 1]!];
    if (a >= b) continue;
    [values[first], values[first + 1]] = [b, a];
    const step: Quaternion = [QUARTER, 0, 0, 0];
    step[((first + 2) % 3) + 1] = QUARTER;
    turn = normalise(multiply(turn, step));
  }
  return { values, turn };
}

/** Rᵀ M R */
function rotated(m: readonly number[], r: readonly number[]): number[] {
  const product = (a: readonly number[], b: readonly number[]) =>
    Array.from({ length: 9 }, (_, i) => {
      const [row, column] = [3 * Math.floor(i / 3), i % 3];
      return a[row]! * b[column]! + a[row + 1]! * b[column + 3]! + a[row + 2]! * b[column + 6]!;
    });
  const transposed = [r[0]!, r[3]!, r[6]!, r[1]!, r[4]!, r[7]!, r[2]!, r[5]!, r[8]!];
  return product(product(transposed, m), r);
}
