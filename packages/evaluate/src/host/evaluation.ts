import { setTimeout as sleep } from 'node:timers/promises';
import type { PlumbError } from '@plumb/core';
import {
  type EpisodeRecord,
  type EpisodeSignal,
  episodeName,
  type RunSignal,
  type StepRecord,
  signalsOfRun,
} from '@plumb/run';
import type { EpisodeJob } from '../episode/episode-job.ts';
import { receiveError } from '../worker/error-across.ts';
import type { FromWorker } from '../worker/messages.ts';
import { EpisodeEnds } from './episode-ends.ts';
import { cancelled, HOPELESS, hopeless, suspicious } from './eval-errors.ts';
import type { EvalEvent, EvaluationEnd, EvaluationOptions } from './evaluation-options.ts';
import { openEpisodes } from './plan-run.ts';
import { PolicyBroker } from './policy-broker.ts';
import { recordOfError } from './record-of-error.ts';
import { PATIENCE, RetryBook } from './retry.ts';
import { Schedule } from './schedule.ts';
import { setupOf } from './setup-of.ts';
import { WorkerAnswers } from './worker-answers.ts';
import { type WorkerEnd, workerLost } from './worker-errors.ts';
import { WorkerPool } from './worker-pool.ts';
import type { WorkerSeat } from './worker-seat.ts';

/** A worker that says nothing for so long hangs, milliseconds. Opening LIBERO's largest task takes a few seconds. */
const SILENCE = 120_000;
/** How long a cancelled episode may take to end. */
const GRACE = 5_000;

/**
 * Runs what is left of a run: hands episodes to workers, asks the policy for them, and commits each before its worker
 * gets another. Ends when all are done, on abort, on a suspicious signal if asked, or when going on is hopeless; then
 * `--resume` goes on. The caller closes the run. Throws what writing throws, and bugs.
 */
export class Evaluation {
  readonly #options: EvaluationOptions;
  readonly #schedule: Schedule;
  readonly #retries: RetryBook;
  readonly #broker: PolicyBroker | undefined;
  readonly #answers: WorkerAnswers;
  readonly #told = new Set<string>();
  readonly #ends: EpisodeEnds | undefined;
  #pool: WorkerPool | undefined;
  #answeredHere = 0;
  #hopeless = 0;
  #holdUntil = 0;
  #timer: NodeJS.Timeout | undefined;
  #stopping: EvaluationEnd | undefined;
  #failure: unknown;
  #finish: () => void = () => {};

  constructor(options: EvaluationOptions) {
    this.#options = options;
    const { run, policy } = options;
    this.#retries = new RetryBook(options.patience ?? PATIENCE);
    if (typeof policy !== 'string') {
      this.#broker = new PolicyBroker(policy, options.timeout ?? 120_000);
      this.#ends = new EpisodeEnds(this.#broker, this.#keepError.bind(this), this.#fail);
    }
    this.#answers = new WorkerAnswers(this.#broker, this.#fail);
    const jobs = openEpisodes(run.spec, run.episodes).map((job) => {
      const before = run.episodes.get(episodeName(job));
      for (const error of [before?.firstError ?? [], before?.laterErrors ?? []].flat())
        this.#retries.remember(episodeName(job), error);
      return { ...job, attempt: (before?.attempts ?? 0) + 1 };
    });
    this.#schedule = new Schedule(jobs);
  }

  async run(): Promise<EvaluationEnd> {
    const { signal } = this.#options;
    if (this.#schedule.left === 0) return { end: 'finished' };
    const finished = new Promise<void>((resolve) => {
      this.#finish = resolve;
    });
    const cancel = () => this.#stop({ end: 'cancelled' });
    try {
      const count = Math.min(this.#options.workers, this.#schedule.left);
      this.#pool = this.#startPool(count);
      if (signal?.aborted) cancel();
      signal?.addEventListener('abort', cancel, { once: true });
      await finished;
      await Promise.race([this.#ends?.settled(), sleep(GRACE, undefined, { ref: false })]);
    } finally {
      clearTimeout(this.#timer);
      signal?.removeEventListener('abort', cancel);
      await this.#pool?.close();
    }
    if (this.#failure !== undefined) throw this.#failure;
    return this.#stopping ?? { end: 'finished' };
  }

  /** @internal For specs and benchmarks: a worker dies, as if it had crashed. */
  async killWorker(index: number): Promise<void> {
    await this.#seats[index]?.kill();
  }

  get #seats(): readonly WorkerSeat[] {
    return [...(this.#pool?.seats ?? [])];
  }

  #startPool(count: number): WorkerPool {
    const events = {
      message: (seat: WorkerSeat, message: FromWorker) => this.#guard(() => this.#receive(seat, message)),
      lost: (seat: WorkerSeat, end: WorkerEnd) => this.#guard(() => this.#lost(seat, end)),
    };
    const { silence = SILENCE } = this.#options;
    return new WorkerPool(count, { setup: setupOf(this.#options), events, silence, fail: this.#fail });
  }

  /** Whatever goes wrong in a callback ends the run, and is thrown by `run`. */
  #guard(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#fail(error);
    }
  }

  readonly #fail = (error: unknown): void => {
    this.#failure ??= error;
    this.#stop({ end: 'failed' });
  };

  #receive(seat: WorkerSeat, message: FromWorker): void {
    switch (message.type) {
      case 'ready':
        seat.ready = true;
        this.#emit({ type: 'ready', workers: this.#pool!.ready });
        this.#fill();
        return;
      case 'unable':
        seat.failed = receiveError(message.error);
        void seat.kill();
        return;
      case 'begin':
      case 'ask':
      case 'need-scene':
      case 'scene':
        this.#answers.answer(seat, message);
        return;
      case 'step':
        this.#answeredHere++;
        this.#emit({ type: 'step', episode: episodeName(message.job), step: message.step });
        return;
      case 'signal':
        this.#signal(message.signal, episodeName(message.job));
        return;
      case 'done':
        this.#done(seat, message.record, message.steps, message.error && receiveError(message.error));
        return;
      case 'failed':
        if (message.bug) void seat.kill();
        this.#failed(seat, receiveError(message.error));
        return;
    }
  }

  #done(seat: WorkerSeat, record: EpisodeRecord, steps: readonly StepRecord[], error?: PlumbError): void {
    const job = seat.job!;
    seat.job = undefined;
    const retried =
      error && this.#retry(job, { code: error.code, what: error.what, step: record.steps }, error);
    if (!retried) this.#commit(record, steps);
    this.#ends?.tell(record);
    this.#fill();
  }

  /** What the policy says to the end of an episode. */
  #keepError(record: EpisodeRecord, { code, what }: PlumbError): void {
    // while the run is being ended every call is refused
    if (this.#stopping) return;
    const name = episodeName(record);
    this.#retries.remember(name, { code, what, step: record.steps });
    this.#options.run.keepErrors(name, this.#retries.errorsOf(name));
  }

  /** An episode of which there is no record. */
  #failed(seat: WorkerSeat, error: PlumbError): void {
    const { job } = seat;
    seat.job = undefined;
    this.#answers.leave(seat);
    if (job) {
      const first = { code: error.code, what: error.what, step: 0 };
      const retried = this.#retry(job, first, error);
      if (!retried && !this.#stopping) this.#commit(recordOfError(job, this.#options.run.spec, first), []);
    }
    this.#fill();
  }

  /** Whether the episode is run again, or the run is over because of it. */
  #retry(job: EpisodeJob, first: NonNullable<EpisodeRecord['firstError']>, error: PlumbError): boolean {
    if (this.#stopping) return false;
    const now = performance.now();
    const answered = this.#broker?.answered ?? this.#answeredHere;
    const verdict = this.#retries.judge(episodeName(job), first, error.permanent, answered, now);
    if (verdict.kind === 'final') return false;
    if (verdict.kind === 'give-up') {
      this.#stop({ end: 'failed', error });
      return false;
    }
    if (verdict.hold) this.#holdUntil = Math.max(this.#holdUntil, now + verdict.wait);
    this.#schedule.add({ ...job, attempt: job.attempt + 1 }, now + verdict.wait);
    this.#emit({ type: 'retry', episode: episodeName(job), error, waitMs: verdict.wait });
    return true;
  }

  #commit(result: EpisodeRecord, steps: readonly StepRecord[]): void {
    const { run } = this.#options;
    const record = { ...result, ...this.#retries.errorsOf(episodeName(result)) };
    run.write(record, steps);
    this.#emit({ type: 'episode', record });
    if (record.status === 'cancelled') return;
    this.#hopeless = record.status === 'error' ? this.#hopeless + 1 : 0;
    for (const signal of signalsOfRun([...run.episodes.values()], run.spec.protocol.horizon.value)) {
      const key = `${signal.code} ${signal.severity}`;
      if (this.#told.has(key)) continue;
      this.#told.add(key);
      this.#signal(signal);
    }
    if (this.#hopeless >= HOPELESS && record.firstError)
      this.#stop({ end: 'failed', error: hopeless(record.firstError) });
  }

  #signal(signal: EpisodeSignal | RunSignal, episode?: string): void {
    this.#emit({ type: 'signal', signal, ...(episode !== undefined && { episode }) });
    if (signal.severity !== 'suspect' || !this.#options.stopOnSuspect) return;
    this.#stop({ end: 'stopped', error: suspicious(this.#options.run.folder, signal, episode) });
  }

  #lost(seat: WorkerSeat, end: WorkerEnd): void {
    const error = seat.failed ?? workerLost(end);
    if (this.#stopping) this.#pool!.seats.delete(seat);
    else {
      const event = this.#pool!.replace(seat, error);
      if (event) this.#emit(event);
    }
    this.#failed(seat, error);
  }

  /** Gives every free worker an episode; ends the run when none is left and all are free. */
  #fill(): void {
    const busy = this.#seats.filter(({ job }) => job);
    if (this.#stopping || this.#schedule.left === 0) {
      if (busy.length === 0) this.#finish();
      return;
    }
    const now = performance.now();
    const next = Math.max(this.#holdUntil, this.#schedule.nextMoment());
    if (next > now) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#guard(() => this.#fill()), next - now);
    }
    if (this.#holdUntil > now) return;
    for (const seat of this.#seats) {
      if (!seat.ready || seat.isEnding || seat.job) continue;
      const taken = new Set(this.#seats.flatMap(({ task }) => (task === undefined ? [] : [task])));
      const job = this.#schedule.take(now, seat.task, taken);
      if (job === undefined) break;
      const recorded = this.#options.recorded?.(job);
      seat.run(recorded ? { ...job, recorded } : job);
    }
  }

  #stop(end: EvaluationEnd): void {
    if (this.#stopping) return;
    this.#stopping = end;
    clearTimeout(this.#timer);
    this.#pool?.cancel();
    this.#broker?.abort(cancelled());
    setTimeout(() => this.#finish(), GRACE).unref();
    this.#fill();
  }

  #emit(event: EvalEvent): void {
    this.#options.onEvent?.(event);
  }
}
