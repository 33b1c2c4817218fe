/** Small dense matrices, row-major in Float64Array. */

/** out[n×m] = a[n×k] b[k×m]. */
export function multiply(
  a: Float64Array,
  b: Float64Array,
  n: number,
  k: number,
  m: number,
  out = new Float64Array(n * m),
): Float64Array {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      let sum = 0;
      for (let l = 0; l < k; l++) sum += a[i * k + l]! * b[l * m + j]!;
      out[i * m + j] = sum;
    }
  }
  return out;
}

export function transpose(a: Float64Array, n: number, m: number): Float64Array {
  const out = new Float64Array(n * m);
  for (let i = 0; i < n; i++) for (let j = 0; j < m; j++) out[j * n + i] = a[i * m + j]!;
  return out;
}

/** The inverse of a symmetric positive definite n×n matrix by Cholesky, or undefined where it is none. */
export function invertPositive(a: Float64Array, n: number): Float64Array | undefined {
  const lower = new Float64Array(n * n);
  let largest = 0;
  for (let i = 0; i < n; i++) largest = Math.max(largest, a[i * n + i]!);
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let sum = a[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= lower[i * n + k]! * lower[j * n + k]!;
      if (i > j) lower[i * n + j] = sum / lower[j * n + j]!;
      // a pivot this small has no digit left
      else if (!(sum > largest * 1e-14)) return undefined;
      else lower[j * n + j] = Math.sqrt(sum);
    }
  }
  const out = new Float64Array(n * n);
  const column = new Float64Array(n);
  for (let c = 0; c < n; c++) {
    for (let i = 0; i < n; i++) {
      let sum = i === c ? 1 : 0;
      for (let k = 0; k < i; k++) sum -= lower[i * n + k]! * column[k]!;
      column[i] = sum / lower[i * n + i]!;
    }
    for (let i = n - 1; i >= 0; i--) {
      let sum = column[i]!;
      for (let k = i + 1; k < n; k++) sum -= lower[k * n + i]! * column[k]!;
      column[i] = sum / lower[i * n + i]!;
      out[i * n + c] = column[i]!;
    }
  }
  return out;
}

/**
 * The pseudo-inverse of a symmetric positive semidefinite n×n matrix, as `numpy.linalg.pinv`: eigenvalues of at most
 * 1e-15 of the largest count as zero.
 */
export function pseudoInvert(a: Float64Array, n: number): Float64Array {
  return invertPositive(a, n) ?? pseudoInvertByEigenvalues(a, n);
}

const JACOBI_SWEEPS = 50;

/** Jacobi's method; only an arm stretched out to a singularity comes here. */
export function pseudoInvertByEigenvalues(a: Float64Array, n: number): Float64Array {
  const work = a.slice();
  const vectors = new Float64Array(n * n);
  for (let i = 0; i < n; i++) vectors[i * n + i] = 1;
  for (let sweep = 0; sweep < JACOBI_SWEEPS; sweep++) {
    let off = 0;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        off += Math.abs(work[p * n + q]!);
        rotate(work, vectors, n, p, q);
      }
    }
    if (off === 0) break;
  }
  let largest = 0;
  for (let i = 0; i < n; i++) largest = Math.max(largest, Math.abs(work[i * n + i]!));
  const out = new Float64Array(n * n);
  for (let k = 0; k < n; k++) {
    const value = work[k * n + k]!;
    if (Math.abs(value) <= largest * 1e-15) continue;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) out[i * n + j]! += (vectors[i * n + k]! * vectors[j * n + k]!) / value;
    }
  }
  return out;
}

function rotate(work: Float64Array, vectors: Float64Array, n: number, p: number, q: number): void {
  const apq = work[p * n + q]!;
  if (apq === 0) return;
  const theta = (work[q * n + q]! - work[p * n + p]!) / (2 * apq);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < n; k++) {
    const kp = work[k * n + p]!;
    const kq = work[k * n + q]!;
    work[k * n + p] = c * kp - s * kq;
    work[k * n + q] = s * kp + c * kq;
  }
  for (let k = 0; k < n; k++) {
    const pk = work[p * n + k]!;
    const qk = work[q * n + k]!;
    work[p * n + k] = c * pk - s * qk;
    work[q * n + k] = s * pk + c * qk;
    const vp = vectors[k * n + p]!;
    const vq = vectors[k * n + q]!;
    vectors[k * n + p] = c * vp - s * vq;
    vectors[k * n + q] = s * vp + c * vq;
  }
  work[p * n + q] = 0;
  work[q * n + p] = 0;
}
