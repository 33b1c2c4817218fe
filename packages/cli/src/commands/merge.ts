import { mergeRuns, openRun } from '@plumb/run';
import { printRun } from '../eval/print-run.ts';
import { createOutput, type OutputOptions } from '../terminal/output.ts';

export interface MergeOptions extends OutputOptions {
  readonly out: string;
}

/** `plumb merge RUN… --out RUN`: 0. */
export async function run(runs: readonly string[], options: MergeOptions): Promise<number> {
  const out = await createOutput(options);
  const merged = mergeRuns(runs, options.out);
  if (out.json) {
    out.printJson(merged);
    return 0;
  }
  const opened = openRun(merged.folder);
  printRun(opened, out);
  opened.close();
  if (merged.absentShards.length > 0)
    out.print(`\nonly a part: shard ${merged.absentShards.join(', ')} is not among these runs`);
  out.print(`\nwritten: ${merged.folder}`);
  return 0;
}
