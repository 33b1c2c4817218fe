import { join } from 'node:path';
import type { PlumbError } from '@plumb/core';
import { type EvaluationEnd, filmRun } from '@plumb/evaluate';
import { openRun, signalsOfRun, summariseRun } from '@plumb/run';
import type { Output } from '../terminal/output.ts';
import { bold, cyan, dim, green, red, yellow } from '../terminal/style.ts';
import { wrapText } from '../terminal/wrap.ts';
import type { EvalOptions } from './eval-options.ts';
import { onInterrupt } from './on-interrupt.ts';
import { printRun } from './print-run.ts';

/** As a shell has it for a program that Ctrl-C ended. */
const INTERRUPTED = 130;
/** Filming an episode takes as long as running it did. */
const FAILURES_FILMED = 3;

/** Films of what failed; of successes only where a number was asked for. The paths written, the contact sheet last. */
export async function makeFilms(
  folder: string,
  { videos }: Pick<EvalOptions, 'videos'>,
  out: Output,
): Promise<string[]> {
  const count = videos ?? FAILURES_FILMED;
  if (count === 0) return [];
  const opened = openRun(folder);
  const interrupt = onInterrupt();
  try {
    return await filmRun(opened, {
      count,
      successes: videos !== undefined,
      onFilm: (name) => out.progress.say(`filming ${name} …`),
      signal: interrupt.signal,
    });
  } finally {
    interrupt.done();
    out.progress.done();
    opened.close();
  }
}

/** Prints what came of a run; the exit status. */
export function finishEval(
  folder: string,
  { end, error }: EvaluationEnd,
  films: readonly string[],
  out: Output,
  jsonLine: (value: unknown) => void,
): number {
  const opened = openRun(folder);
  opened.close();
  const { tasks, total } = summariseRun(opened.episodes);
  if (out.json) {
    const signals = signalsOfRun(opened.episodes, opened.spec.protocol.horizon.value);
    jsonLine({ event: 'end', run: folder, end, ...(error && { error }), tasks, total, signals, films });
  } else {
    printRun(opened, out);
    if (films.length > 0)
      out.print(
        `\n${dim('films')}  ${films.length - 1} in ${join(folder, 'videos')}, side by side in ${films.at(-1)}`,
      );
    out.print(describeEnd(folder, end, error, total.errors, out.width));
  }
  if (end === 'cancelled') return INTERRUPTED;
  return end === 'finished' && total.errors === 0 ? 0 : 1;
}

function describeEnd(
  folder: string,
  end: EvaluationEnd['end'],
  error: PlumbError | undefined,
  errors: number,
  width: number,
): string {
  const resume = cyan(`plumb eval --resume ${folder}`);
  const kept = `Everything finished is kept; go on with ${resume}`;
  switch (end) {
    case 'finished':
      if (errors === 0) return `\n${green('✓')} ${bold(folder)}`;
      return [
        `\n${yellow(`${errors} ended in an error`)}, and are not in the rate.`,
        `  ${cyan(`plumb diagnose ${folder}`)}  ${dim('says why')}`,
        `  ${resume}  ${dim('tries them again')}`,
      ].join('\n');
    case 'cancelled':
      return `\n${yellow('Ended by you.')} ${kept}`;
    default: {
      const head = end === 'stopped' ? yellow('Ended by --stop-on.') : red('Ended before its time.');
      const why = error ? `${error.what} ${error.why}\n  ${error.remedy}` : '';
      return `\n${wrapText(`${head} ${why}`, width, 2)}\n${kept}`;
    }
  }
}
