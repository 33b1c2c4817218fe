import type { EvalEvent } from '@plumb/evaluate';
import { type EpisodeRecord, episodeName, figuresOf } from '@plumb/run';
import { plural } from '../terminal/format-numbers.ts';
import { safeLine } from '../terminal/print-safe.ts';
import { cutMiddle } from '../terminal/wrap.ts';
import { formatDuration, formatInterval, percent } from './format-figures.ts';

/** What a person watches while a run goes on. */
export interface EvalProgress {
  event(event: EvalEvent): void;
  /** Takes away what was only for the meantime. */
  done(): void;
}

export interface ProgressStart {
  /** Episodes that the run will have. */
  readonly total: number;
  /** Those of an earlier sitting. */
  readonly before: readonly EpisodeRecord[];
  /** Task numbers with how many episodes each will have. */
  readonly tasks: ReadonlyMap<number, number>;
}

/** Events that stay on the screen above what is drawn over. */
const NOTICES: ReadonlySet<EvalEvent['type']> = new Set(['signal', 'retry', 'worker-lost']);
const BAR = 20;
/** Milliseconds between two drawings. */
const REDRAW = 100;

/** On a terminal a block that is drawn over, a line a task; else a plain line an episode. Both on stderr. */
export function startEvalProgress(
  start: ProgressStart,
  stream: NodeJS.WriteStream,
  hide: (text: string) => string,
): EvalProgress {
  const tally = new Tally(start);
  // what a server said of its error is part of a line
  const describe = (event: EvalEvent) => {
    const text = describeEvent(event);
    return text === undefined ? undefined : safeLine(hide(text));
  };
  return stream.isTTY && process.env.TERM !== 'dumb'
    ? drawBlock(tally, stream, describe)
    : writeLines(tally, stream, describe);
}

class Tally {
  readonly start: ProgressStart;
  readonly records: EpisodeRecord[];
  readonly #began = performance.now();
  #here = 0;

  constructor(start: ProgressStart) {
    this.start = start;
    this.records = start.before.filter(({ status }) => status === 'success' || status === 'failure');
  }

  add(record: EpisodeRecord): void {
    this.records.push(record);
    this.#here++;
  }

  /** `17/200 · 82.4 % (59–94) · 0 errors · 12 min left`. */
  summary(): string {
    const figures = figuresOf(this.records);
    const done = this.records.length;
    const left = this.start.total - done;
    const eta =
      this.#here === 0 ? '' : formatDuration(((performance.now() - this.#began) / this.#here) * left);
    const rate =
      figures.rate === undefined
        ? 'no rate yet'
        : `${percent(figures.rate)} (${formatInterval(figures.interval)})`;
    const errors = figures.errors > 0 ? ` · ${plural(figures.errors, 'error')}` : '';
    return `${done}/${this.start.total} · ${rate}${errors}${eta && left > 0 ? ` · ${eta} left` : ''}`;
  }

  /** Tasks that have room on the screen: those under way first, then those to come, then those done. */
  shown(room: number): number[] {
    const count = (task: number) => this.records.filter((record) => record.task === task).length;
    const rank = (task: number) => {
      const done = count(task);
      return done === this.start.tasks.get(task) ? 2 : done > 0 ? 0 : 1;
    };
    const all = [...this.start.tasks.keys()];
    if (all.length <= room) return all;
    return all
      .sort((a, b) => rank(a) - rank(b) || a - b)
      .slice(0, room)
      .sort((a, b) => a - b);
  }

  task(task: number): string {
    const own = this.records.filter((record) => record.task === task);
    const total = this.start.tasks.get(task) ?? own.length;
    const filled = Math.round((BAR * own.length) / Math.max(1, total));
    const { rate } = figuresOf(own);
    const shown = rate === undefined ? '' : percent(rate);
    return `${String(task).padStart(3)} ${'█'.repeat(filled)}${'░'.repeat(BAR - filled)} ${own.length}/${total}  ${shown}`;
  }
}

type Describe = (event: EvalEvent) => string | undefined;

function describeEvent(event: EvalEvent): string | undefined {
  switch (event.type) {
    case 'signal': {
      const where = event.episode === undefined ? '' : `${event.episode}: `;
      return `${event.signal.severity === 'suspect' ? '!' : '·'} ${where}${event.signal.code}: ${event.signal.text}`;
    }
    case 'retry':
      return `! ${event.episode}: ${event.error.what} Again in ${(event.waitMs / 1000).toFixed(0)} s.`;
    case 'worker-lost':
      return `! ${event.error.what} ${event.again ? 'It is started again.' : `It is given up; ${plural(event.left, 'worker')} left.`}`;
    case 'episode': {
      const { record } = event;
      const why = record.status === 'error' ? `: ${record.firstError?.what}` : ` after ${record.steps} steps`;
      return `${episodeName(record)}: ${record.status}${why}`;
    }
    default:
      return undefined;
  }
}

function writeLines(tally: Tally, stream: NodeJS.WriteStream, describe: Describe): EvalProgress {
  return {
    event(event) {
      if (event.type === 'episode') tally.add(event.record);
      const text = describe(event);
      if (text === undefined) return;
      stream.write(event.type === 'episode' ? `${text}  [${tally.summary()}]\n` : `${text}\n`);
    },
    done() {},
  };
}

function drawBlock(tally: Tally, stream: NodeJS.WriteStream, describe: Describe): EvalProgress {
  let drawn = 0;
  let last = 0;
  const clear = () => {
    if (drawn > 0) stream.write(`\u001b[${drawn}A\u001b[0J`);
    drawn = 0;
  };
  const steps = new Map<string, number>();
  const draw = () => {
    clear();
    const width = (stream.columns ?? 80) - 1;
    const running = [...steps].map(([episode, step]) => `${episode} at ${step}`).join(', ');
    const tasks = tally.shown(Math.max(1, (stream.rows ?? 24) - 4)).map((task) => tally.task(task));
    const lines = [...tasks, tally.summary(), running].map((line) => cutMiddle(line, width));
    stream.write(`${lines.join('\n')}\n`);
    drawn = lines.length;
    last = performance.now();
  };
  return {
    event(event) {
      if (event.type === 'step') steps.set(event.episode, event.step);
      if (event.type === 'episode') {
        tally.add(event.record);
        steps.delete(episodeName(event.record));
      }
      // what was noticed stays above the block
      const text = NOTICES.has(event.type) ? describe(event) : undefined;
      if (text !== undefined) {
        clear();
        stream.write(`${text}\n`);
      }
      if (text !== undefined || event.type === 'episode' || performance.now() - last > REDRAW) draw();
    },
    done: clear,
  };
}
