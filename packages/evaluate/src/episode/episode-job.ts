import type { EpisodeKey } from '@plumb/run';

/** One episode to be run; structured-cloneable, goes to a worker. */
export interface EpisodeJob extends EpisodeKey {
  readonly instruction: string;
  readonly initState: number;
  /** From 1. */
  readonly attempt: number;
  /** Executed actions of the recorded episode, for `replay:RUN`. */
  readonly recorded?: Float64Array;
}

/** What is equal for all episodes of a run. */
export interface EpisodeRules {
  readonly settleSteps: number;
  readonly settleAction: readonly number[];
  readonly horizon: number;
  readonly replan: number;
  readonly seed: number;
  readonly seeding: 'task' | 'episode';
}
