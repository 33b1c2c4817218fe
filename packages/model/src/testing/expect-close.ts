import { expect } from 'vitest';
import type { StoredArray } from './read-arrays.ts';

/** Every element within `absolute` + `relative` times the original's. */
export function expectClose(
  got: Float32Array,
  original: StoredArray | undefined,
  absolute: number,
  relative: number,
): void {
  const want = original!.data as Float32Array;
  expect(got.length).toBe(want.length);
  let worst = -1;
  let excess = 0;
  for (const [i, value] of got.entries()) {
    const over = Math.abs(value - want[i]!) - absolute - relative * Math.abs(want[i]!);
    if (over > excess || Number.isNaN(over)) [worst, excess] = [i, over];
  }
  expect(worst, `element ${worst}: ${got[worst]} instead of ${want[worst]}`).toBe(-1);
}
