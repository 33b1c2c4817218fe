import { type ActionChunk, checkAction, type Manifest, type Observation } from '@plumb/contract';
import { finishAction, type Policy, type PreparedObservation, prepareObservation } from '@plumb/policy';

/** An answer in LIBERO's convention. */
export interface Answer {
  readonly given: ActionChunk;
  readonly actions: ActionChunk;
  readonly milliseconds: number;
}

/** Asks a policy one question at a time, each as the first of an episode of its own: nothing is remembered between them. */
export class Questioner {
  readonly #policy: Policy;
  #episodes = 0;
  readonly manifest: Manifest;

  constructor(policy: Policy) {
    this.#policy = policy;
    this.manifest = policy.manifest;
  }

  /** `manifest`: other conventions than the policy's own, for a probe of them. Throws what the policy says, `ACTION_NOT_FINITE`. */
  ask(observation: Observation, manifest: Manifest = this.manifest): Promise<Answer> {
    return this.askPrepared(prepareObservation(observation, manifest));
  }

  async askPrepared(observation: PreparedObservation): Promise<Answer> {
    const episode = `debug-${this.#episodes++}`;
    await this.#policy.startEpisode?.(episode, observation.instruction);
    const started = performance.now();
    const [answer] = await this.#policy.act([{ episode, step: 0, observation }]);
    const milliseconds = performance.now() - started;
    await this.#policy.endEpisode?.(episode, false);
    if (answer === undefined) throw new Error('the policy gave no answer');
    if (answer instanceof Error) throw answer;
    const actions = answer.actions.map((action) => finishAction(action, this.manifest));
    // a NaN would pass through every average of a probe and compare as no change
    for (const [i, action] of actions.entries()) checkAction(action, `Action ${i} of the answer`);
    return { given: answer.actions, actions, milliseconds };
  }
}
