import type { PlumbError } from '@plumb/core';
import type { WorkerSetup } from '../worker/messages.ts';
import type { EvalEvent } from './evaluation-options.ts';
import { workersNotReady } from './worker-errors.ts';
import { type SeatEvents, WorkerSeat } from './worker-seat.ts';

/** How often in a row a worker may end before it is ready; in between, milliseconds, doubled each time. */
const STARTS = 3;
const RESTART = 500;

export interface PoolOptions {
  readonly setup: Omit<WorkerSetup, 'cancel'>;
  readonly events: SeatEvents;
  /** Milliseconds after which a worker that owes something and says nothing is ended. */
  readonly silence: number;
  /** Told what is thrown out of nobody's sight. */
  readonly fail: (error: unknown) => void;
  /** For specs: what the threads run. */
  readonly file?: string;
}

/** The workers of an evaluation: started, started again within bounds, ended when they hang. */
export class WorkerPool {
  readonly seats = new Set<WorkerSeat>();
  readonly #options: PoolOptions;
  readonly #restarts = new Set<NodeJS.Timeout>();
  readonly #watchdog: NodeJS.Timeout;

  constructor(count: number, options: PoolOptions) {
    this.#options = options;
    for (let i = 0; i < count; i++) this.#add(1);
    this.#watchdog = setInterval(() => this.#killSilent(), options.silence / 10);
  }

  get ready(): number {
    return [...this.seats].filter(({ ready }) => ready).length;
  }

  /**
   * Puts a new worker in the place of one that ended. One that does not come up is given up, and the others go on. Returns
   * what there is to tell. Throws `WORKERS_NOT_READY`, or the worker's own error, where none is left.
   */
  replace(seat: WorkerSeat, error: PlumbError): EvalEvent | undefined {
    this.seats.delete(seat);
    if (seat.ready) {
      this.#add(1);
      return undefined;
    }
    const left = this.seats.size + this.#restarts.size;
    const again = !error.permanent && seat.attempt < STARTS;
    if (again) this.#addLater(seat.attempt + 1);
    else if (left === 0) throw error.permanent ? error : workersNotReady(error, seat.attempt);
    return { type: 'worker-lost', error, again, left };
  }

  cancel(): void {
    for (const seat of this.seats) seat.cancel();
  }

  async close(): Promise<void> {
    clearInterval(this.#watchdog);
    for (const restart of this.#restarts) clearTimeout(restart);
    await Promise.all([...this.seats].map((seat) => seat.close()));
  }

  #add(attempt: number): void {
    const { setup, events, file } = this.#options;
    this.seats.add(new WorkerSeat(setup, events, attempt, file));
  }

  #addLater(attempt: number): void {
    const restart = setTimeout(
      () => {
        this.#restarts.delete(restart);
        try {
          this.#add(attempt);
        } catch (error) {
          this.#options.fail(error);
        }
      },
      RESTART * 2 ** (attempt - 2),
    );
    this.#restarts.add(restart);
  }

  #killSilent(): void {
    const { silence } = this.#options;
    for (const seat of this.seats) {
      const owes = !seat.isEnding && !seat.asking && (seat.job !== undefined || !seat.ready);
      if (owes && performance.now() - seat.heard > silence)
        void seat.kill(`nothing was heard of it for ${silence / 1000} s`);
    }
  }
}
