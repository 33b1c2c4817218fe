import { ACTION_SIZE, type Image, type Manifest, type Observation } from '@plumb/contract';
import { PlumbError } from '@plumb/core';
import type { RunSpec } from '@plumb/run';
import { findPhysics, findTask, type Observed, TaskOpener, tasksOf } from '@plumb/world';
import { startEpisode } from '../episode/start-episode.ts';
import { ScriptedExpert } from '../expert/scripted-expert.ts';
import { lookOf, rulesOf } from '../host/rules-of.ts';
import { TaskStage } from '../worker/task-stage.ts';
import type { Moment } from './moment.ts';

const GRIPPER = ACTION_SIZE - 1;
/** The expert waits for things to rest before it moves; then on the way, over what it wants, on the way down. */
const STEPS = [12, 30, 48];
/** Its fingers have closed by then, and the hand moves on. Without such a moment nothing tells how the gripper counts. */
const STEPS_CLOSED = 14;
/** It holds what it wants after 60 to 110 steps, or not at all. */
const LAST_STEP = 150;

/**
 * Moments of two tasks of a suite, on the expert's way where it knows one, else where the hand stands after settling: three
 * before the gripper closes, and one after. Throws what opening a task throws.
 */
export async function collectMoments(spec: RunSpec, manifest: Manifest): Promise<Moment[]> {
  const opener = await TaskOpener.create(undefined, findPhysics(spec.physics.version));
  const cameras = manifest.cameras.length > 0;
  const moments: Moment[] = [];
  for (const { suite, index } of tasksOf(spec.suite).slice(0, 2)) {
    const options = { suite, task: index, seed: spec.protocol.seed.value, cameras, look: lookOf(spec) };
    const stage = await TaskStage.open(opener, options);
    try {
      moments.push(...momentsOf(stage, `${suite}/${index}`, spec, manifest));
    } finally {
      stage.delete();
    }
  }
  return moments;
}

function momentsOf(stage: TaskStage, task: string, spec: RunSpec, manifest: Manifest): Moment[] {
  const moments: Moment[] = [];
  const rules = rulesOf(spec);
  const { suite, index, name, instruction } = findTask(task);
  const job = { suite, task: index, taskName: name, instruction, episode: 0, initState: 0, attempt: 1 };
  let { observed } = startEpisode(stage.world, stage.states, job, rules);
  const expert = startExpert(stage, observed);
  let closed = 0;
  for (let step = 0; step <= LAST_STEP; step++) {
    const action = expert(observed);
    closed = action !== undefined && action[GRIPPER]! > 0 ? closed + 1 : 0;
    const holds = step > STEPS.at(-1)! && closed > STEPS_CLOSED;
    if (STEPS.includes(step) || holds) {
      const started = performance.now();
      const observation = observationOf(stage, manifest, observed, instruction);
      const drawing = performance.now() - started;
      moments.push({ task, step, observation, drawing, expert: action && Float64Array.from(action) });
    }
    if (holds || (action === undefined && step >= STEPS.at(-1)!)) break;
    observed = stage.world.step(action ?? rules.settleAction).observed;
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
