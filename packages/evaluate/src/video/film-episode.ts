import { ACTION_SIZE } from '@plumb/contract';
import type { Observed } from '@plumb/world';
import type { EpisodeJob, EpisodeRules } from '../episode/episode-job.ts';
import { startEpisode } from '../episode/start-episode.ts';
import type { TaskStage } from '../worker/task-stage.ts';

/** Frames of an episode, row 0 at the top: `height * width * 3` bytes each, cameras side by side. */
export interface Film {
  readonly width: number;
  readonly height: number;
  readonly frames: readonly Uint8Array[];
  /** The step after which each frame was drawn; 0 is the settled scene. */
  readonly steps: readonly number[];
}

export interface FilmOptions {
  readonly cameras: readonly string[];
  /** Of each camera's picture, a side in pixels. */
  readonly size: number;
  /** A frame every so many steps; the end always has one. */
  readonly every: number;
}

/**
 * Plays an episode's executed actions again and draws it: what was run is the same to the last bit, so nothing needs to
 * be drawn for a film while a run goes on. `executed` is `[steps * 7]`.
 */
export function filmEpisode(
  stage: TaskStage,
  job: EpisodeJob,
  rules: EpisodeRules,
  executed: Float64Array,
  options: FilmOptions,
): Film {
  const frames: Uint8Array[] = [];
  const steps: number[] = [];
  const shoot = (observed: Observed, step: number) => {
    frames.push(drawSideBySide(stage, observed, options));
    steps.push(step);
  };
  const count = executed.length / ACTION_SIZE;
  let { observed } = startEpisode(stage.world, stage.states, job, rules);
  shoot(observed, 0);
  for (let step = 1; step <= count; step++) {
    ({ observed } = stage.world.step(executed.subarray((step - 1) * ACTION_SIZE, step * ACTION_SIZE)));
    if (step % options.every === 0 || step === count) shoot(observed, step);
  }
  return { width: options.size * options.cameras.length, height: options.size, frames, steps };
}

function drawSideBySide(stage: TaskStage, observed: Observed, { cameras, size }: FilmOptions): Uint8Array {
  const width = size * cameras.length;
  const frame = new Uint8Array(width * size * 3);
  for (const [i, camera] of cameras.entries()) {
    const { data } = stage.draw(camera, size, size, observed);
    for (let row = 0; row < size; row++)
      frame.set(data.subarray(row * size * 3, (row + 1) * size * 3), (row * width + i * size) * 3);
  }
  return frame;
}
