import type { EpisodeRecord } from '../record.ts';
import { type Interval, wilsonInterval } from './wilson.ts';

/** What some episodes came to. `rate` is successes of successes and failures; errors stand beside it. */
export interface Figures {
  readonly episodes: number;
  readonly successes: number;
  readonly failures: number;
  readonly errors: number;
  readonly cancelled: number;
  /** Absent where no episode ended in success or failure. */
  readonly rate?: number;
  /** 95 %, Wilson. */
  readonly interval: Interval;
  /** Mean steps of those that ended in success or failure, and of successes alone. */
  readonly meanSteps?: number;
  readonly meanStepsOfSuccesses?: number;
  /** Milliseconds a question, a step and a question. */
  readonly inferenceMs?: number;
  readonly simulationMs?: number;
  readonly renderingMs?: number;
  /** Questions in a second of an episode. */
  readonly observationsPerSecond?: number;
}

export interface TaskFigures extends Figures {
  readonly task: number;
  readonly taskName: string;
  readonly instruction: string;
}

export function figuresOf(episodes: readonly EpisodeRecord[]): Figures {
  const of = (status: EpisodeRecord['status']) => episodes.filter((record) => record.status === status);
  const successes = of('success');
  const scored = [...successes, ...of('failure')];
  const sum = (value: (record: EpisodeRecord) => number) => scored.reduce((total, r) => total + value(r), 0);
  const questions = sum((record) => record.questions);
  const steps = sum((record) => record.steps);
  const total = sum((record) => record.timing.total);
  return {
    episodes: episodes.length,
    successes: successes.length,
    failures: scored.length - successes.length,
    errors: of('error').length,
    cancelled: of('cancelled').length,
    interval: wilsonInterval(successes.length, scored.length),
    ...(scored.length > 0 && { rate: successes.length / scored.length, meanSteps: steps / scored.length }),
    ...(successes.length > 0 && {
      meanStepsOfSuccesses: successes.reduce((all, { steps }) => all + steps, 0) / successes.length,
    }),
    ...(questions > 0 && {
      inferenceMs: sum(({ timing }) => timing.inference) / questions,
      renderingMs: sum(({ timing }) => timing.rendering) / questions,
    }),
    ...(steps > 0 && { simulationMs: sum(({ timing }) => timing.simulation) / steps }),
    ...(total > 0 && { observationsPerSecond: (1000 * questions) / total }),
  };
}

/** Per task in LIBERO's order, and all together. */
export function summariseRun(episodes: readonly EpisodeRecord[]): {
  tasks: TaskFigures[];
  total: Figures;
} {
  const byTask = new Map<string, EpisodeRecord[]>();
  for (const record of episodes) {
    const key = `${record.suite}/${record.task}`;
    byTask.set(key, [...(byTask.get(key) ?? []), record]);
  }
  const tasks = [...byTask.values()].map((records) => {
    const { task, taskName, instruction } = records[0]!;
    return { task, taskName, instruction, ...figuresOf(records) };
  });
  return { tasks: tasks.sort((a, b) => a.task - b.task), total: figuresOf(episodes) };
}
