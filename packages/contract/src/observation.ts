import type { Image } from './image.ts';
import type { Rotation } from './rotation.ts';

/** What a policy is shown in one step. World frame, metres, radians. */
export interface Observation {
  /** By LIBERO's camera name: `agentview`, `robot0_eye_in_hand`, … */
  readonly images: Readonly<Record<string, Image>>;
  /** End effector position, metres, world frame. */
  readonly eefPosition: readonly [number, number, number];
  readonly eefRotation: Rotation;
  /** Positions of both fingers, metres: the second is the mirror of the first, not its copy. */
  readonly gripperPositions: readonly [number, number];
  /** The task, as the benchmark words it. */
  readonly instruction: string;
}
