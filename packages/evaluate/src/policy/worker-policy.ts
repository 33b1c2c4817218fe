import { ACTION_SIZE, type ActionChunk, type Manifest } from '@plumb/contract';
import { PlumbError, seededRandom } from '@plumb/core';
import type { LiberoWorld, Observed } from '@plumb/world';
import { ScriptedExpert } from '../expert/scripted-expert.ts';

/** Policies that need no model and run beside the world. `replay` is given the actions of the episode. */
export type WorkerPolicyKind = 'expert' | 'random' | 'zero' | 'replay';

/** Answers with one action a question, for one episode. */
export interface WorkerPolicy {
  act(observed: Observed): ActionChunk;
}

export interface WorkerPolicyContext {
  readonly world: LiberoWorld;
  /** After settling. */
  readonly observed: Observed;
  /** Equal for equal episodes of runs with equal seeds. */
  readonly seed: number;
  /** Executed actions of the recorded episode, one after another, for `replay`. */
  readonly recorded?: Float64Array;
}

/** The actions are in robosuite's own convention; nothing is seen unless a camera is asked for. */
export function workerManifest(kind: WorkerPolicyKind): Manifest {
  return {
    name: kind,
    cameras: [],
    state: [],
    antipodes: 'as-is',
    statePrecision: 'float64',
    gripper: 'robosuite',
    binariseGripper: 'none',
    clipActions: false,
    chunk: 1,
    replan: 1,
  };
}

export function startWorkerPolicy(kind: WorkerPolicyKind, context: WorkerPolicyContext): WorkerPolicy {
  switch (kind) {
    case 'expert': {
      const expert = new ScriptedExpert(context.world, context.observed);
      return { act: (observed) => [Float64Array.from(expert.act(observed))] };
    }
    case 'random': {
      const random = seededRandom(context.seed);
      return { act: () => [Float64Array.from({ length: ACTION_SIZE }, () => 2 * random() - 1)] };
    }
    case 'zero':
      return { act: () => [new Float64Array(ACTION_SIZE)] };
    case 'replay':
      return replay(context.recorded ?? new Float64Array());
  }
}

function replay(recorded: Float64Array): WorkerPolicy {
  let at = 0;
  return {
    act() {
      if (at >= recorded.length) throw tooShort(recorded.length / ACTION_SIZE);
      const action = recorded.slice(at, at + ACTION_SIZE);
      at += ACTION_SIZE;
      return [action];
    },
  };
}

function tooShort(steps: number): PlumbError {
  return new PlumbError({
    code: 'REPLAY_TOO_SHORT',
    what: `The recorded episode has ${steps} steps, and the goal was not reached after them.`,
    why: 'It was recorded under another horizon, seed or protocol, or ended in an error.',
    remedy: 'Replay with the protocol, seed and horizon of the recorded run: `plumb show RUN` prints them.',
  });
}
