import { ACTION_SIZE, type ActionChunk } from '@plumb/contract';
import { PlumbError } from '@plumb/core';
import type { LiberoWorld, Observed } from '@plumb/world';
import { ScriptedExpert } from '../expert/scripted-expert.ts';

/** Policies that need the world itself, or what was recorded in it, and so run beside it. */
export type WorkerPolicyKind = 'expert' | 'replay';

/** Answers with one action a question, for one episode, in LIBERO's own convention. */
export interface WorkerPolicy {
  act(observed: Observed): ActionChunk;
}

/** `observed` is what the world shows after settling; `recorded` the actions to replay, one after another. */
export function startWorkerPolicy(
  kind: WorkerPolicyKind,
  world: LiberoWorld,
  observed: Observed,
  recorded: Float64Array = new Float64Array(),
): WorkerPolicy {
  if (kind === 'replay') return replay(recorded);
  const expert = new ScriptedExpert(world, observed);
  return { act: (now) => [Float64Array.from(expert.act(now))] };
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
