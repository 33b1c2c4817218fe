import {
  type CastDtype,
  type Conversion,
  convertCheckpoint,
  parseRenameRule,
} from '@plumb/checkpoint/convert';
import { quoteForShell } from '@plumb/core';
import { formatBytes, plural } from '../terminal/format-numbers.ts';
import { createOutput, type OutputOptions } from '../terminal/output.ts';
import { safeLine } from '../terminal/print-safe.ts';
import type { Progress } from '../terminal/progress.ts';
import { bold, cyan, dim, green, yellow } from '../terminal/style.ts';
import { wrapText } from '../terminal/wrap.ts';

export interface ConvertCommandOptions extends OutputOptions {
  readonly stripPrefix?: string | true;
  readonly rename?: readonly string[];
  readonly container?: string;
  readonly cast?: CastDtype;
  readonly mergeLora?: string;
  readonly maxShardSize?: number;
  readonly force?: boolean;
}

/** `plumb convert IN OUT`. 0 once OUT is whole and on the disk. */
export async function run(args: readonly string[], options: ConvertCommandOptions): Promise<number> {
  const [from, to] = args as [string, string];
  const out = await createOutput(options);
  out.progress.say(`reading ${from} …`);
  const interrupt = catchInterrupts();
  try {
    const result = await convertCheckpoint(from, to, {
      stripPrefix: options.stripPrefix,
      renames: options.rename?.map(parseRenameRule),
      container: options.container,
      cast: options.cast,
      mergeLora: options.mergeLora,
      maxShardBytes: options.maxShardSize,
      force: options.force,
      signal: interrupt.signal,
      ...showBytes(out.progress, to),
    });
    out.progress.done();
    if (out.json) out.printJson(result);
    else out.print(printConversion(from, result, out.width));
    return 0;
  } finally {
    interrupt.stop();
    out.progress.done();
  }
}

/** The first Ctrl-C stops the work and lets it clean up; a second one ends the process as usual. */
function catchInterrupts() {
  const controller = new AbortController();
  const abort = () => controller.abort();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, abort);
  return {
    signal: controller.signal,
    stop() {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, abort);
    },
  };
}

function showBytes(progress: Progress, to: string) {
  let total = 0;
  let done = 0;
  let shown = 0;
  return {
    onStart(bytes: number) {
      total = bytes;
    },
    onBytes(bytes: number) {
      done += bytes;
      const now = Date.now();
      if (now - shown < 200) return;
      shown = now;
      progress.say(`writing ${to}: ${formatBytes(done)} of ${formatBytes(total)} …`);
    },
  };
}

const listKeys = (keys: readonly string[]) =>
  `${keys.slice(0, 12).join(', ')}${keys.length > 12 ? `, and ${keys.length - 12} more` : ''}`;

const beside = ({ format }: Conversion) =>
  format === 'safetensors' ? ', in the metadata' : ', as plain values';

function printConversion(from: string, result: Conversion, width: number): string {
  const line = (label: string, text: string) => wrapText(`${dim(label.padEnd(10))}${text}`, width, 10);
  const { files, merged } = result;
  const weights = files.filter(({ path }) => !path.endsWith('.json'));
  const bytes = weights.reduce((sum, file) => sum + file.bytes, 0);
  const changes = [
    result.renamed > 0 && `${plural(result.renamed, 'tensor')} renamed`,
    result.cast > 0 && `${plural(result.cast, 'tensor')} rounded or widened`,
    merged && `adapter merged into ${plural(merged.merged, 'weight')}`,
    merged && merged.replaced > 0 && `${plural(merged.replaced, 'tensor')} taken from the adapter`,
  ].filter((text) => typeof text === 'string');
  const where = result.container ? `, state dict at ${bold(safeLine(result.container))}` : '';
  const format = result.format === 'torch-zip' ? 'PyTorch zip' : 'safetensors';
  return [
    `${green('✓')} ${bold(safeLine(files.at(-1)!.path))}`,
    line(
      'written',
      `${format}, ${plural(result.tensors, 'tensor')}, ${formatBytes(bytes)}${weights.length > 1 ? ` in ${weights.length} files` : ''}${where}`,
    ),
    line(
      'changed',
      changes.length > 0 ? changes.join('; ') : 'nothing: every bit of every tensor is as it was',
    ),
    ...(result.carried.length > 0
      ? [line('carried', `${safeLine(listKeys(result.carried))}${beside(result)}`)]
      : []),
    ...result.notes.map((note) => line('', yellow(safeLine(note)))),
    `${dim('next'.padEnd(10))}${cyan(`plumb diff ${quoteForShell(from)} ${quoteForShell(weights.length > 1 ? files.at(-1)!.path : weights[0]!.path)} --values`)}`,
  ].join('\n');
}
