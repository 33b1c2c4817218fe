import { PlumbError } from '@plumb/core';
import type { PolicyAnswer, PreparedObservation } from '@plumb/policy';
import { episodeName } from '@plumb/run/watch';
import { findPhysics, TaskOpener } from '@plumb/world';
import type { EpisodeJob } from '../episode/episode-job.ts';
import { type Asker, runEpisode } from '../episode/run-episode.ts';
import { receiveError, sendError } from './error-across.ts';
import type { Answer, FromWorker, PackedScene, ToWorker, WorkerSetup } from './messages.ts';
import { hostAsker, workerAsker } from './policy-asker.ts';
import { TaskStage } from './task-stage.ts';

type Send = (message: FromWorker, transfer?: ArrayBuffer[]) => void;

interface Waiting {
  resolve(answer: Answer): void;
  reject(error: PlumbError): void;
}

/** One world and the episodes that are run in it, one after another. The host asks the policy, or the policy is here. */
export class EpisodeWorker {
  readonly #setup: WorkerSetup;
  readonly #send: Send;
  readonly #cancel: Int32Array;
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 0;
  #opener: TaskOpener | undefined;
  #stage: { key: string; stage: TaskStage } | undefined;

  constructor(setup: WorkerSetup, send: Send) {
    this.#setup = setup;
    this.#send = send;
    this.#cancel = new Int32Array(setup.cancel);
  }

  async open(): Promise<void> {
    try {
      this.#opener = await TaskOpener.create(undefined, findPhysics(this.#setup.physics));
    } catch (error) {
      // what is no error of ours ends the thread, and is told with it
      if (!(error instanceof PlumbError)) throw error;
      this.#send({ type: 'unable', error: sendError(error) });
      return;
    }
    this.#send({ type: 'ready' });
  }

  receive(message: ToWorker): void {
    switch (message.type) {
      case 'episode':
        this.#guard(() => this.#run(message.job));
        return;
      case 'answer':
        this.#settle(message.id)?.resolve(message.answer);
        return;
      case 'refused':
        this.#settle(message.id)?.reject(receiveError(message.error));
        return;
    }
  }

  #settle(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }

  /** An episode's own errors are in its record; what is thrown is told, with the stack where it is a bug of ours. */
  #guard(action: () => Promise<void>): void {
    action().catch((error: unknown) => {
      const known = error instanceof PlumbError;
      this.#send({ type: 'failed', error: sendError(known ? error : bugOf(error)), bug: !known });
    });
  }

  async #run(job: EpisodeJob): Promise<void> {
    const { rules: asked, policy } = this.#setup;
    // a policy beside the world is asked on every step
    const rules = policy === undefined ? asked : { ...asked, replan: 1 };
    const stage = await this.#open(job);
    const { record, steps, error } = await runEpisode(
      stage.world,
      stage.states,
      job,
      rules,
      this.#asker(job, stage),
      {
        cancelled: () => Atomics.load(this.#cancel, 0) !== 0,
        signal: (signal) => this.#send({ type: 'signal', job, signal }),
        step: (step) => this.#send({ type: 'step', job, step }),
      },
    );
    this.#send({ type: 'done', record, steps, ...(error && { error: sendError(error) }) });
  }

  async #open(job: EpisodeJob): Promise<TaskStage> {
    const key = `${job.suite}/${job.task}`;
    if (this.#stage?.key === key) return this.#stage.stage;
    this.#stage?.stage.delete();
    this.#stage = undefined;
    const { rules, manifest, look } = this.#setup;
    const stage = await TaskStage.open(this.#opener!, {
      suite: job.suite,
      task: job.task,
      seed: rules.seed,
      cameras: manifest.cameras.length > 0,
      look,
      shared: {
        take: (task) => this.#request<PackedScene>((id) => ({ type: 'need-scene', id, task })),
        give: (task, packed) => this.#send({ type: 'scene', task, packed }),
      },
    });
    this.#stage = { key, stage };
    return stage;
  }

  #asker(job: EpisodeJob, stage: TaskStage): Asker {
    const { policy, manifest, rules } = this.#setup;
    const question = { stage, manifest, instruction: job.instruction, replan: rules.replan };
    if (policy !== undefined) return workerAsker(question, policy, job.recorded);
    const episode = episodeName(job);
    return hostAsker(
      question,
      async () => {
        await this.#request<never>((id) => ({ type: 'begin', id, episode, instruction: job.instruction }));
      },
      async (observation, step) => {
        const request = { episode, step, observation };
        const answer = await this.#request<PolicyAnswer>((id) => ({ type: 'ask', id, request }), observation);
        return answer!;
      },
    );
  }

  #request<T extends Answer>(
    message: (id: number) => FromWorker,
    observation?: PreparedObservation,
  ): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      const id = this.#nextId++;
      this.#waiting.set(id, { resolve: (answer) => resolve(answer as T | undefined), reject });
      // a picture goes over without a copy where it has its memory for itself
      const buffers = Object.values(observation?.images ?? {}).flatMap(({ data: { buffer, byteLength } }) =>
        buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [],
      );
      this.#send(message(id), [...new Set(buffers)]);
    });
  }
}

function bugOf(error: unknown): PlumbError {
  const { message = String(error), stack = '' } = error as Partial<Error>;
  return new PlumbError({
    code: 'BUG',
    what: `Plumb failed in this episode: ${message}`,
    why: 'This is a bug of Plumb, not of the policy; the other episodes are run in a new thread.',
    remedy: `Report it with these lines: ${stack}`,
  });
}
