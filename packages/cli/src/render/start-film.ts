import { Renderer } from '@plumb/camera';
import type { Scene } from '@plumb/contract';
import { writeFilm } from '@plumb/evaluate/film';
import { type Observed, posesOf } from '@plumb/world';

/** The cameras that LIBERO's policies see. */
export const POLICY_CAMERAS: readonly string[] = ['agentview', 'robot0_eye_in_hand'];
/** LIBERO's control rate: an observation is a step. */
export const STEPS_PER_SECOND = 20;
const SIZE = 256;

/** A film of what both cameras of a policy saw, side by side. */
export interface FilmOfRollout {
  /** Draws an observation. */
  readonly shoot: (observed: Observed) => void;
  readonly write: (path: string) => Promise<void>;
}

export async function startFilm(scene: Scene): Promise<FilmOfRollout> {
  const renderer = await Renderer.create(scene);
  const frames: Uint8Array[] = [];
  const width = SIZE * POLICY_CAMERAS.length;
  return {
    shoot(observed) {
      const frame = new Uint8Array(width * SIZE * 3);
      POLICY_CAMERAS.forEach((camera, i) => {
        const { image } = renderer.draw({ camera, width: SIZE, height: SIZE, poses: posesOf(observed) });
        for (let row = 0; row < SIZE; row++) {
          const line = image!.data.subarray(row * SIZE * 3, (row + 1) * SIZE * 3);
          frame.set(line, (row * width + i * SIZE) * 3);
        }
      });
      frames.push(frame);
    },
    write: (path) => writeFilm(path, { width, height: SIZE, frames }, STEPS_PER_SECOND),
  };
}
