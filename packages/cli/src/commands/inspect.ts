// not the whole room: predicting a load needs a syntax parser, and this must start fast
import { recogniseArchitecture } from '@plumb/architecture/recognise';
import { type Checkpoint, readCheckpoint, toPlain } from '@plumb/checkpoint';
import { foldTree } from '../inspect/fold-tree.ts';
import { printInspection } from '../inspect/print-inspection.ts';
import { createOutput, type OutputOptions } from '../terminal/output.ts';

export interface InspectOptions extends OutputOptions {
  readonly all?: boolean;
  readonly depth?: number;
  readonly strict?: boolean;
}

/** `plumb inspect FILE|DIR|ADDRESS`. 1 where something dangerous was found; with --strict, something unknown too. */
export async function run(args: readonly string[], options: InspectOptions): Promise<number> {
  const path = args[0]!;
  const out = await createOutput(options);
  out.progress.say(`reading ${path} …`);
  const traffic = { bytes: 0, requests: 0 };
  let checkpoint: Checkpoint;
  try {
    checkpoint = await readCheckpoint(path, { traffic });
  } catch (error) {
    out.progress.done();
    const { judgeUnreadable } = await import('../inspect/judge-unreadable.ts');
    return judgeUnreadable(error, path, out, options);
  }
  out.progress.done();
  const architecture = recogniseArchitecture(checkpoint.tensors);
  if (out.json)
    out.printJson({
      format: checkpoint.format,
      container: checkpoint.container,
      tensors: checkpoint.tensors.map(({ name, dtype, shape, file, offset }) => ({
        name,
        dtype,
        shape,
        file,
        offset,
      })),
      globals: checkpoint.globals.map(({ name, verdict, reason }) => ({ name, verdict, reason })),
      verdict: checkpoint.verdict,
      architecture,
      prefixes: checkpoint.prefixes,
      fileBytes: checkpoint.fileBytes,
      notes: checkpoint.notes,
      data: checkpoint.data === undefined ? null : toPlain(checkpoint.data),
      folder: checkpoint.folder,
      adapter: checkpoint.adapter,
      traffic: traffic.requests > 0 ? traffic : undefined,
    });
  else {
    const tree = foldTree(checkpoint.tensors, !options.all);
    out.print(printInspection(checkpoint, architecture, tree, { ...options, width: out.width, traffic }));
  }
  return isFound(checkpoint, options.strict === true) ? 1 : 0;
}

const isFound = ({ verdict }: Checkpoint, strict: boolean) =>
  verdict === 'dangerous' || (strict && verdict === 'unknown');
