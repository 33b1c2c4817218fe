import type { EpisodeJob } from '../episode/episode-job.ts';

/** An episode that waits for a worker, not before a moment (`performance.now()`) where it is a retry. */
export interface Waiting {
  readonly job: EpisodeJob;
  readonly notBefore: number;
}

/**
 * Hands out episodes. A worker stays with its task, since opening one costs as much as many steps; without any left it
 * takes a task that nobody has, and at last helps where most is left.
 */
export class Schedule {
  readonly #byTask = new Map<number, Waiting[]>();

  constructor(jobs: readonly EpisodeJob[]) {
    for (const job of jobs) this.add(job, 0);
  }

  add(job: EpisodeJob, notBefore: number): void {
    const waiting = this.#byTask.get(job.task) ?? [];
    waiting.push({ job, notBefore });
    this.#byTask.set(job.task, waiting);
  }

  get left(): number {
    return [...this.#byTask.values()].reduce((sum, waiting) => sum + waiting.length, 0);
  }

  /** When the next episode may start, if none may now. */
  nextMoment(): number {
    return Math.min(...[...this.#byTask.values()].flat().map((waiting) => waiting.notBefore));
  }

  /** `taken`: tasks that other workers have open. */
  take(now: number, open: number | undefined, taken: ReadonlySet<number>): EpisodeJob | undefined {
    const ready = (task: number) =>
      this.#byTask.get(task)?.some(({ notBefore }) => notBefore <= now) === true;
    const tasks = [...this.#byTask.keys()].sort((a, b) => a - b).filter(ready);
    const count = (task: number) => this.#byTask.get(task)!.length;
    const task =
      open !== undefined && ready(open)
        ? open
        : (tasks.find((candidate) => !taken.has(candidate)) ??
          tasks.sort((a, b) => count(b) - count(a) || a - b)[0]);
    if (task === undefined) return undefined;
    const waiting = this.#byTask.get(task)!;
    const [next] = waiting.splice(
      waiting.findIndex(({ notBefore }) => notBefore <= now),
      1,
    );
    if (waiting.length === 0) this.#byTask.delete(task);
    return next!.job;
  }
}
