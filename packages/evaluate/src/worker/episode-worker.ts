import type { PlumbError } from '@plumb/core';
import type { PolicyAnswer } from '@plumb/policy';
import { episodeName } from '@plumb/run';
import { TaskOpener } from '@plumb/world';
import type { EpisodeJob } from '../episode/episode-job.ts';
import { type Asker, runEpisode } from '../episode/run-episode.ts';
import { startWorkerPolicy, type WorkerPolicy } from '../policy/worker-policy.ts';
import { receiveError, sendError } from './error-across.ts';
import type { FromWorker, ToWorker, WorkerSetup } from './messages.ts';
import { TaskStage } from './task-stage.ts';

type Send = (message: FromWorker, transfer?: ArrayBuffer[]) => void;

interface Waiting {
  resolve(answer: PolicyAnswer | undefined): void;
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
    this.#opener = await TaskOpener.create();
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
      case 'film':
        throw new Error('films come with the camera');
    }
  }

  #settle(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }

  /** What is no `PlumbError` is a bug: the host tells it and ends the run. */
  #guard(action: () => Promise<void>): void {
    action().catch((error: unknown) => {
      const { message = String(error), stack = '' } = error as Partial<Error>;
      this.#send({ type: 'bug', message, stack });
    });
  }

  async #run(job: EpisodeJob): Promise<void> {
    const { rules } = this.#setup;
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
    if (this.#setup.policy === undefined)
      this.#send({ type: 'end', episode: nameOf(job), success: record.status === 'success' });
    this.#send({ type: 'done', record, steps, ...(error && { error: sendError(error) }) });
  }

  async #open(job: EpisodeJob): Promise<TaskStage> {
    const key = `${job.suite}/${job.task}`;
    if (this.#stage?.key === key) return this.#stage.stage;
    this.#stage?.stage.delete();
    this.#stage = undefined;
    const stage = await TaskStage.open(this.#opener!, job.suite, job.task, this.#setup.rules.seed);
    this.#stage = { key, stage };
    return stage;
  }

  #asker(job: EpisodeJob, stage: TaskStage): Asker {
    const { policy } = this.#setup;
    if (policy === undefined) throw new Error('no policy');
    let here: WorkerPolicy;
    return {
      start: async (observed) => {
        const { recorded } = job;
        const context = { world: stage.world, observed, seed: seedOf(job, this.#setup.rules.seed) };
        here = startWorkerPolicy(policy, recorded ? { ...context, recorded } : context);
      },
      ask: async (observed) => {
        const started = performance.now();
        const actions = here.act(observed);
        return { given: actions, actions, rendering: 0, inference: performance.now() - started };
      },
    };
  }
}

/** A retried episode has another name: a policy that keeps state by it starts anew. */
const nameOf = (job: EpisodeJob) => `${episodeName(job)}${job.attempt > 1 ? `#${job.attempt}` : ''}`;

/** Different for every episode of a run, the same in every run with its seed. */
function seedOf(job: EpisodeJob, seed: number): number {
  return (
    (Math.imul(seed + 1, 0x9e3779b1) ^
      Math.imul(job.task + 1, 0x85ebca6b) ^
      Math.imul(job.episode + 1, 0xc2b2ae35)) >>>
    0
  );
}
