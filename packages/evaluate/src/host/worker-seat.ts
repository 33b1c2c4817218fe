import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { WORKER_LIMITS } from '@plumb/world';
import type { EpisodeJob } from '../episode/episode-job.ts';
import type { FromWorker, ToWorker, WorkerSetup } from '../worker/messages.ts';

/** Through `exports`, so that it is the built file whatever this one was loaded from. */
const workerFile = () => createRequire(import.meta.url).resolve('@plumb/evaluate/worker');

export interface SeatEvents {
  message(seat: WorkerSeat, message: FromWorker): void;
  /** The thread is gone: crashed, out of memory, or terminated. */
  lost(seat: WorkerSeat, reason: string): void;
}

/** A worker thread and what it is doing. */
export class WorkerSeat {
  ready = false;
  /** The task whose world it has open. */
  task: number | undefined;
  job: EpisodeJob | undefined;
  /** `performance.now()` of its last message, while it has a job. */
  heard = performance.now();
  /** Whether it waits for the policy. */
  asking = false;
  /** Whether it was told to end: the thread takes a moment, and must not be given an episode meanwhile. */
  isEnding = false;
  readonly #worker: Worker;
  readonly #cancel = new Int32Array(new SharedArrayBuffer(4));
  #closed = false;
  #reason = 'the thread ended';

  constructor(setup: Omit<WorkerSetup, 'cancel'>, events: SeatEvents) {
    const cancel = this.#cancel.buffer as SharedArrayBuffer;
    this.#worker = new Worker(workerFile(), {
      workerData: { ...setup, cancel } satisfies WorkerSetup,
      resourceLimits: WORKER_LIMITS,
      // not the conditions of whoever started this process: a test runner resolves to sources
      execArgv: [],
    });
    this.#worker.on('message', (message: FromWorker) => {
      this.heard = performance.now();
      events.message(this, message);
    });
    this.#worker.on('error', (error) => {
      this.#reason = error.message;
    });
    this.#worker.on('exit', () => {
      if (!this.#closed) events.lost(this, this.#reason);
      this.#closed = true;
    });
  }

  run(job: EpisodeJob): void {
    this.job = job;
    this.task = job.task;
    this.heard = performance.now();
    this.post({ type: 'episode', job });
  }

  post(message: ToWorker): void {
    if (!this.#closed) this.#worker.postMessage(message);
  }

  /** Ends the episode before its next step. */
  cancel(): void {
    Atomics.store(this.#cancel, 0, 1);
  }

  /** Ends the thread as if it had crashed; `reason` is what its episode's error says. */
  async kill(reason?: string): Promise<void> {
    this.isEnding = true;
    if (reason !== undefined) this.#reason = reason;
    await this.#worker.terminate();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#worker.terminate();
  }
}
