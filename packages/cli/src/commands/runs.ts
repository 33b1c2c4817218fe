import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PlumbError } from '@plumb/core';
import { figuresOf, openRun } from '@plumb/run';
import { formatScore, percent } from '../eval/format-figures.ts';
import { createOutput, type OutputOptions } from '../terminal/output.ts';
import { dim, red, yellow } from '../terminal/style.ts';
import { renderTable } from '../terminal/table.ts';

const RUNS = 'runs';

/** `plumb runs [FOLDER]`: 0, or 1 where one of them cannot be read. */
export async function run(args: readonly string[], options: OutputOptions): Promise<number> {
  const out = await createOutput(options);
  const unreadable: { run: string; error: PlumbError }[] = [];
  const [given] = args;
  const folder = given ?? RUNS;
  if (given !== undefined) assertFolder(given);
  const rows = findRuns(folder).flatMap((path) => {
    try {
      return [describeRun(path)];
    } catch (error) {
      // one damaged run hides no other
      if (!(error instanceof PlumbError)) throw error;
      unreadable.push({ run: path, error });
      return [];
    }
  });
  rows.sort((a, b) => b.started.localeCompare(a.started));
  if (out.json) out.printJson({ runs: rows, unreadable });
  else if (rows.length === 0) out.print(`There is no run below ${folder}.`);
  else
    out.print(
      renderTable(
        [
          { title: 'run' },
          { title: 'suite' },
          { title: 'policy' },
          { title: 'success', align: 'right' },
          { title: 'rate', align: 'right' },
          { title: '' },
        ],
        rows.map((row) => [
          row.run,
          row.suite,
          row.policy,
          formatScore(row),
          row.rate === undefined ? '-' : percent(row.rate),
          row.end === 'finished' || row.end === 'probed' ? dim(row.end) : yellow(row.end),
        ]),
      ),
    );
  if (!out.json)
    for (const { error } of unreadable) out.print(`${red('✗')} ${error.what} ${dim(error.code)}`);
  return unreadable.length > 0 ? 1 : 0;
}

function describeRun(folder: string) {
  const opened = openRun(folder);
  const { spec, sessions, episodes, probes } = opened;
  opened.close();
  return {
    run: folder,
    started: sessions[0]?.started ?? probes[0]?.asked ?? '',
    end: sessions.at(-1)?.end ?? (sessions.length === 0 && probes.length > 0 ? 'probed' : 'not ended'),
    suite: spec.suite,
    policy: spec.policy.name,
    ...figuresOf(episodes),
  };
}

/** Where nobody has evaluated yet there is no `runs/`; a folder that was named is there, or mistyped. */
function assertFolder(folder: string): void {
  const info = statSync(folder, { throwIfNoEntry: false });
  if (info?.isDirectory()) return;
  throw new PlumbError({
    code: 'FOLDER_MISSING',
    what: `${folder} is no folder.`,
    why: info ? 'It is a file.' : 'There is nothing of this name.',
    remedy: 'Name a folder with runs in it, or none for runs/.',
  });
}

/** The folder itself where it is a run, else those in it. */
function findRuns(folder: string): string[] {
  const isRun = (path: string) => existsSync(join(path, 'run.db'));
  if (isRun(folder)) return [folder];
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter(isRun);
}
