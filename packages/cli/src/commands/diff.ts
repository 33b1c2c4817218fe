import { readCheckpoint } from '@plumb/checkpoint';
import { diffCheckpoints } from '@plumb/checkpoint/diff';
import { diffToJson, printDiff } from '../diff/print-diff.ts';
import { createOutput, type OutputOptions } from '../terminal/output.ts';

export interface DiffCommandOptions extends OutputOptions {
  readonly values?: boolean;
}

/** `plumb diff A B`. 0 where nothing differs, 1 where something does. */
export async function run(args: readonly string[], options: DiffCommandOptions): Promise<number> {
  const [pathA, pathB] = args as [string, string];
  const out = await createOutput(options);
  out.progress.say(`reading ${pathA} and ${pathB} …`);
  const [a, b] = [await readCheckpoint(pathA), await readCheckpoint(pathB)];
  const diff = await diffCheckpoints(a, b, {
    values: options.values,
    onPair: (name) => options.values && out.progress.say(`comparing ${name} …`),
  });
  out.progress.done();
  if (out.json) out.printJson(diffToJson(diff));
  else out.print(printDiff(diff, a, b));
  return diff.equal ? 0 : 1;
}
