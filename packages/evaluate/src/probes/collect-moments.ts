import type { Image, Manifest, Observation } from '@plumb/contract';
import { PlumbError } from '@plumb/core';
import { findTask, type Observed, TaskOpener, tasksOf } from '@plumb/world';
import type { EpisodeRules } from '../episode/episode-job.ts';
import { startEpisode } from '../episode/start-episode.ts';
import { ScriptedExpert } from '../expert/scripted-expert.ts';
import { TaskStage } from '../worker/task-stage.ts';
import type { Moment } from './moment.ts';

/** The expert waits for things to rest before it moves; then the reach, the grasp, the lift. */
const STEPS = [12, 30, 48];

/**
 * Moments of two tasks of a suite, on the expert's way where it knows one, else where the hand stands after settling.
 * Throws what opening a task throws.
 */
export async function collectMoments(
  suite: string,
  manifest: Manifest,
  rules: EpisodeRules,
): Promise<Moment[]> {
  const opener = await TaskOpener.create();
  const moments: Moment[] = [];
  for (const { index, name } of tasksOf(suite).slice(0, 2)) {
    const task = `${suite}/${index}`;
    const cameras = manifest.cameras.length > 0;
    const stage = await TaskStage.open(opener, { suite, task: index, seed: rules.seed, cameras, look: 2 });
    const { instruction } = findTask(task);
    const job = { suite, task: index, taskName: name, instruction, episode: 0, initState: 0, attempt: 1 };
    let { observed } = startEpisode(stage.world, stage.states, job, rules);
    const expert = startExpert(stage, observed);
    for (let step = 0; step <= STEPS.at(-1)!; step++) {
      const action = expert?.(observed);
      if (STEPS.includes(step))
        moments.push({
          task,
          step,
          observation: observationOf(stage, manifest, observed, instruction),
          expert: action && Float64Array.from(action),
        });
      observed = stage.world.step(action ?? rules.settleAction).observed;
    }
    stage.delete();
  }
  return moments;
}

function startExpert(stage: TaskStage, observed: Observed) {
  const expert = new ScriptedExpert(stage.world, observed);
  let lost = false;
  return (now: Observed) => {
    if (lost) return undefined;
    try {
      return expert.act(now);
    } catch (error) {
      if (!(error instanceof PlumbError)) throw error;
      // the goal is none that it knows, or it lost its way: the hand rests from here
      lost = true;
      return undefined;
    }
  };
}

export function observationOf(
  stage: TaskStage,
  { cameras }: Manifest,
  observed: Observed,
  instruction: string,
): Observation {
  const images: Record<string, Image> = {};
  for (const { camera, renderWidth, renderHeight } of cameras)
    images[camera] = stage.draw(camera, renderWidth, renderHeight, observed);
  return {
    images,
    eefPosition: observed.eefPosition,
    eefRotation: { form: 'quaternion-xyzw', value: observed.eefQuaternion },
    gripperPositions: observed.gripperPositions,
    instruction,
  };
}
