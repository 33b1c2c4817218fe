import type { Observation } from '@plumb/contract';

/** A moment of an episode at which a policy is asked. */
export interface Moment {
  /** `plumb-desk/0`. */
  readonly task: string;
  /** Steps after settling. */
  readonly step: number;
  /** As the simulation gives it; pictures upright, as large as the manifest wants them drawn. */
  readonly observation: Observation;
  /** Milliseconds that drawing its pictures took. */
  readonly drawing: number;
  /** What the scripted expert does here, LIBERO's convention; undefined where it knows no way. */
  readonly expert: Float64Array | undefined;
}

/** So many of them, over all tasks: the first, the last, and those between at equal distances; all where there are no more. */
export function spreadOut<T>(items: readonly T[], count: number): readonly T[] {
  if (items.length <= count) return items;
  return Array.from({ length: count }, (_, i) => items[Math.round((i * (items.length - 1)) / (count - 1))]!);
}
