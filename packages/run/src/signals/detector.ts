import type { EpisodeRecord, EpisodeSignal, StepRecord } from '../record.ts';

/** An episode as far as it has come. */
export interface EpisodeView {
  readonly steps: readonly StepRecord[];
  /** Questions asked until now. */
  readonly questions: number;
  readonly instruction: string;
  readonly horizon: number;
}

/** Looks at one episode, again and again while it runs; what it says once is not asked again. */
export interface EpisodeDetector {
  readonly code: string;
  look(view: EpisodeView): Omit<EpisodeSignal, 'code'> | undefined;
}

/** Something noticed across the episodes of a run. `episodes` names them as `suite/task/episode`, at most a few. */
export interface RunSignal extends Omit<EpisodeSignal, 'step'> {
  readonly episodes: readonly string[];
}

/** Looks at all finished episodes. */
export interface RunDetector {
  readonly code: string;
  look(episodes: readonly EpisodeRecord[], horizon: number): Omit<RunSignal, 'code'> | undefined;
}

/** Translations and rotations of an action, without the gripper. */
export const ARM_DIMENSIONS = 6;
export const GRIPPER_DIMENSION = 6;
export const DIMENSION_NAMES = ['x', 'y', 'z', 'roll', 'pitch', 'yaw', 'gripper'];

export function distance(a: readonly number[], b: readonly number[]): number {
  return Math.hypot(a[0]! - b[0]!, a[1]! - b[1]!, a[2]! - b[2]!);
}
