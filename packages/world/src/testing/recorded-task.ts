import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type NpzArray, readNpz } from '../npz/read-npz.ts';

/** For specs: an episode recorded from Python, arrays by name. */
export function readRecording(reference: string, task: string): Map<string, NpzArray> {
  const path = join(reference, task, 'rollout.npz');
  return readNpz(readFileSync(path), path);
}

/** Row `n` of an array. */
export function row(array: NpzArray, n: number): Float64Array {
  const width = array.data.length / array.shape[0]!;
  return array.data.subarray(n * width, (n + 1) * width);
}

/** The largest |a - b|. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let largest = a.length === b.length ? 0 : Number.POSITIVE_INFINITY;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i]! - b[i]!));
  return largest;
}
