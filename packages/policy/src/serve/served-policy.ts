import { ACTION_SIZE, type Manifest, type Observation } from '@plumb/contract';
import { PlumbError } from '@plumb/core';
import type { Policy } from '../policy.ts';
import { finishAction } from '../prepare/finish-action.ts';
import { prepareObservation } from '../prepare/prepare-observation.ts';

/** What a client is answered: `actions` in LIBERO's own conventions, and how long the policy took. */
export interface ServedAnswer {
  readonly actions: readonly Float64Array[];
  readonly milliseconds: number;
}

/**
 * A policy behind a server: turns what a client observed into the policy's own conventions and its actions into LIBERO's, and
 * lets no more questions through at once than the policy takes. Errors are thrown, for the protocol to tell.
 */
export class ServedPolicy {
  readonly policy: Policy;
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(policy: Policy) {
    this.policy = policy;
    this.#free = policy.maxParallel;
  }

  get manifest(): Manifest {
    return this.policy.manifest;
  }

  async answer(
    episode: string,
    step: number,
    observation: Observation,
    signal: AbortSignal,
  ): Promise<ServedAnswer> {
    const prepared = prepareObservation(observation, this.manifest);
    await this.#enter();
    const started = performance.now();
    try {
      const [answer] = await this.policy.act([{ episode, step, observation: prepared }], signal);
      if (answer === undefined || answer instanceof PlumbError) throw answer ?? new Error('no answer');
      const actions = answer.actions.map((action) => finishAction(action, this.manifest));
      return { actions, milliseconds: performance.now() - started };
    } finally {
      this.#leave();
    }
  }

  async #enter(): Promise<void> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free++;
    else next();
  }
}

/** LIBERO's eight numbers as every family's client sends them: position, axis-angle, both fingers. */
const STATE_SIZE = 8;

/** The robot's part of an observation, out of a client's state vector. Throws `OBSERVATION_STATE` for another length. */
export function readRobot(
  state: ArrayLike<number> | undefined,
  manifest: Manifest,
): Pick<Observation, 'eefPosition' | 'eefRotation' | 'gripperPositions'> {
  if (state === undefined && manifest.state.length === 0) return ROBOT_UNKNOWN;
  if (state?.length !== STATE_SIZE)
    throw new PlumbError({
      code: 'OBSERVATION_STATE',
      what:
        state === undefined
          ? 'The client sent no state, and the policy wants one.'
          : `The client sent a state of ${state.length} numbers instead of ${STATE_SIZE}.`,
      why: 'It is the end effector’s position (3), its axis-angle (3) and the positions of both fingers (2).',
      remedy: 'Send it as the LIBERO script of openpi or vla-eval does (send_state).',
    });
  const s = Array.from(state) as [number, number, number, number, number, number, number, number];
  return {
    eefPosition: [s[0], s[1], s[2]],
    eefRotation: { form: 'axis-angle', value: [s[3], s[4], s[5]] },
    gripperPositions: [s[6], s[7]],
  };
}

/** For a policy that asks for no state: nobody reads it. */
const ROBOT_UNKNOWN = {
  eefPosition: [0, 0, 0],
  eefRotation: { form: 'axis-angle', value: [0, 0, 0] },
  gripperPositions: [0, 0],
} as const;

/** Rows as one array, `[n, 7]`. */
export function joinActions(actions: readonly Float64Array[]): Float64Array {
  const joined = new Float64Array(actions.length * ACTION_SIZE);
  for (const [i, action] of actions.entries()) joined.set(action, i * ACTION_SIZE);
  return joined;
}
