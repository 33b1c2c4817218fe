// not the whole room: predicting a load needs a syntax parser, and this must start fast
import { recogniseLazily } from '@plumb/architecture/recognise';
import { type Checkpoint, readCheckpoint, toPlain } from '@plumb/checkpoint';
import { foldTree } from '../inspect/fold-tree.ts';
import { printInspection } from '../inspect/print-inspection.ts';
import { formatBytes } from '../terminal/format-numbers.ts';
import { createOutput, type OutputOptions } from '../terminal/output.ts';
import type { Progress } from '../terminal/progress.ts';

export interface InspectOptions extends OutputOptions {
  readonly all?: boolean;
  readonly depth?: number;
  readonly strict?: boolean;
  readonly stats?: boolean;
}

/** `plumb inspect FILE|DIR|ADDRESS`. 1 where something dangerous was found, or values no model works with; with --strict, something unknown too. */
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
  const measured = options.stats ? await measure(checkpoint, out.progress) : undefined;
  out.progress.done();
  const architecture = await recogniseLazily(checkpoint.tensors);
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
      ...(measured && { statistics: measured.json }),
      folder: checkpoint.folder,
      adapter: checkpoint.adapter,
      traffic: traffic.requests > 0 ? traffic : undefined,
    });
  else {
    const tree = foldTree(checkpoint.tensors, !options.all);
    const values = measured?.findings(out.width);
    out.print(
      printInspection(checkpoint, architecture, tree, { ...options, width: out.width, traffic, values }),
    );
    if (measured) out.print(`\n${measured.table(options.all === true, out.width)}`);
  }
  return measured?.grave || isFound(checkpoint, options.strict === true) ? 1 : 0;
}

/** One pass over the data. Imported only here: without --stats nothing of it is loaded. */
async function measure(checkpoint: Checkpoint, progress: Progress) {
  const { readStatistics } = await import('@plumb/checkpoint/statistics');
  const { hasGraveFinding, printFindings, printStatistics, statisticsToJson } = await import(
    '../inspect/print-statistics.ts'
  );
  const statistics = await readStatistics(checkpoint, {
    onTensor: (name, bytes) => progress.say(`reading data: ${formatBytes(bytes)}, ${name} …`),
  });
  return {
    json: statisticsToJson(statistics),
    findings: (width: number) => printFindings(statistics, width),
    table: (all: boolean, width: number) => printStatistics(statistics, all, width),
    grave: hasGraveFinding(statistics),
  };
}

const isFound = ({ verdict }: Checkpoint, strict: boolean) =>
  verdict === 'dangerous' || (strict && verdict === 'unknown');
