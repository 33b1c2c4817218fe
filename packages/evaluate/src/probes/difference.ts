import type { ActionChunk } from '@plumb/contract';

/** Dimensions of the arm; the gripper is a switch and would drown them. */
const ARM = 6;

/** Root mean square over the arm's dimensions of all actions that both chunks have. */
export function difference(a: ActionChunk, b: ActionChunk): number {
  const steps = Math.min(a.length, b.length);
  let sum = 0;
  for (let step = 0; step < steps; step++)
    for (let i = 0; i < ARM; i++) sum += (a[step]![i]! - b[step]![i]!) ** 2;
  return Math.sqrt(sum / (steps * ARM));
}

/** The largest difference of any number in the actions that both chunks have. */
export function largestDifference(a: ActionChunk, b: ActionChunk): number {
  return Math.max(
    ...a
      .slice(0, b.length)
      .map((row, step) => Math.max(...row.map((value, i) => Math.abs(value - b[step]![i]!)))),
  );
}

export function average(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Mean difference between all pairs: how much actions differ from moment to moment. */
export function spread(chunks: readonly ActionChunk[]): number {
  return average(chunks.flatMap((a, i) => chunks.slice(i + 1).map((b) => difference(a, b))));
}
