import { stat } from 'node:fs/promises';
import { type FileVerdict, judgeFile } from '@plumb/checkpoint';
import { PlumbError } from '@plumb/core';
import { printError } from '../print-error.ts';
import { plural } from '../terminal/format-numbers.ts';
import type { Output, OutputOptions } from '../terminal/output.ts';
import { safeLine } from '../terminal/print-safe.ts';
import { bold, green, red, yellow } from '../terminal/style.ts';

/**
 * Says why a file is no checkpoint that Plumb reads, and what loading it could run all the same: a scanner that is
 * silent about a file which it cannot read is fooled by breaking the file. Exit status 1 for what is dangerous, else 2.
 */
export async function judgeUnreadable(
  error: unknown,
  path: string,
  out: Output,
  options: OutputOptions,
): Promise<number> {
  if (!(error instanceof PlumbError) || !(await isFile(path))) throw error;
  const judged = await judgeFile(path);
  const { verdict, notes } = judged;
  const status = verdict === 'dangerous' ? 1 : 2;
  if (out.json) {
    const globals = judged.globals.map(({ name, verdict, reason }) => ({ name, verdict, reason }));
    out.printJson({ error: error.toJSON(), globals, verdict, notes });
    return status;
  }
  await printError(error, [
    ...(options.redact ? ['--redact'] : []),
    ...(options.color === false ? ['--no-color'] : []),
  ]);
  const lines = [describe(judged), ...notes.map(safeLine)].filter((line) => line !== '');
  if (lines.length > 0) out.print(lines.join('\n'));
  return status;
}

function describe({ verdict, globals, notes }: FileVerdict): string {
  const names = [...new Set(globals.filter((use) => use.verdict === verdict).map((use) => use.name))];
  const few = names.slice(0, 3).map(safeLine).join(', ') + (names.length > 3 ? ', …' : '');
  if (verdict === 'dangerous')
    return `${red(bold('DANGEROUS'))}: loading it would run ${few}. Do not open it with Python`;
  if (verdict === 'safe') return `${green('safe')}: a pickle of plain data`;
  if (names.length > 0)
    return `${yellow('unknown')}: ${plural(names.length, 'global')} not on the allow-list (${few})`;
  return notes.length > 0
    ? `${yellow('unknown')}: Plumb could not look at all of it`
    : `${yellow('unknown')}: nothing dangerous was found in it, but it is not all pickles that could be read`;
}

const isFile = (path: string) =>
  stat(path).then(
    (entry) => entry.isFile(),
    () => false,
  );
