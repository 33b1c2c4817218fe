import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { PlumbError } from '@plumb/core';
import { WORKER_LIMITS } from '@plumb/world';
import type { EpisodeJob } from '../episode/episode-job.ts';
import type { FromWorker, ToWorker, WorkerSetup } from '../worker/messages.ts';
import type { WorkerEnd } from './worker-errors.ts';

/** Through `exports`, so that it is the built file whatever this one was loaded from. */
const workerFile = () => createRequire(import.meta.url).resolve('@plumb/evaluate/worker');

export interface SeatEvents {
  message(seat: WorkerSeat, message: FromWorker): void;
  /** The thread is gone: crashed, out of memory, or terminated. */
  lost(seat: WorkerSeat, end: WorkerEnd): void;
}

/** Of what a thread wrote to stderr, so much of the end is kept: a message with the top of its stack. */
const LAST_WORDS = 600;

/** A worker thread and what it is doing. */
export class WorkerSeat {
  ready = false;
  /** Why it says that it cannot get ready. */
  failed: PlumbError | undefined;
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
  #reason: string | undefined;
  #error: Error | undefined;
  #lastWords = '';

  /** `attempt`: how many times it was tried to start this one. `file`: for specs, what the thread runs. */
  constructor(
    setup: Omit<WorkerSetup, 'cancel'>,
    events: SeatEvents,
    readonly attempt = 1,
    file = workerFile(),
  ) {
    const cancel = this.#cancel.buffer as SharedArrayBuffer;
    this.#worker = new Worker(file, {
      workerData: { ...setup, cancel } satisfies WorkerSetup,
      resourceLimits: WORKER_LIMITS,
      // not the conditions of whoever started this process: a test runner resolves to sources
      execArgv: [],
      // kept for its error: in the midst of a progress that is drawn over nobody could read it
      stderr: true,
    });
    this.#worker.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#lastWords = (this.#lastWords + text).slice(-LAST_WORDS);
    });
    this.#worker.on('message', (message: FromWorker) => {
      this.heard = performance.now();
      events.message(this, message);
    });
    this.#worker.on('error', (error) => {
      this.#error = error as Error;
    });
    this.#worker.on('exit', (exitCode) => {
      const end = { reason: this.#reason, error: this.#error, exitCode, lastWords: this.#lastWords.trim() };
      if (!this.#closed) events.lost(this, end);
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
