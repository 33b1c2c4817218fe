import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { figuresOf, openRun } from '@plumb/run';
import { formatScore, percent } from '../eval/format-figures.ts';
import { createOutput, type OutputOptions } from '../terminal/output.ts';
import { dim, yellow } from '../terminal/style.ts';
import { renderTable } from '../terminal/table.ts';

/** `plumb runs [FOLDER]`: 0. */
export async function run(args: readonly string[], options: OutputOptions): Promise<number> {
  const out = await createOutput(options);
  const rows = findRuns(args[0]!).map((folder) => {
    const opened = openRun(folder);
    const { spec, sessions, episodes } = opened;
    opened.close();
    const last = sessions.at(-1);
    return {
      run: folder,
      started: sessions[0]?.started ?? '',
      end: last?.end ?? 'not ended',
      suite: spec.suite,
      policy: spec.policy.name,
      ...figuresOf(episodes),
    };
  });
  rows.sort((a, b) => b.started.localeCompare(a.started));
  if (out.json) out.printJson({ runs: rows });
  else if (rows.length === 0) out.print(`There is no run below ${args[0]}.`);
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
          row.end === 'finished' ? dim(row.end) : yellow(row.end),
        ]),
      ),
    );
  return 0;
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
