import { basename, dirname, join } from 'node:path';
import { PlumbError } from '@plumb/core';
import type { Checkpoint } from '../checkpoint.ts';
import { DataFiles } from '../elements/data-files.ts';
import type { CastDtype } from '../elements/round-elements.ts';
import { readCheckpoint } from '../read-checkpoint.ts';
import { isFolder } from '../sniff-checkpoint.ts';
import { type CarriedData, carryData, carryVersions } from './carry-data.ts';
import { type MergeReport, mergeLora } from './merge-lora.ts';
import type { OutputFile, OutputTensor } from './output-plan.ts';
import { checkGrowth, countGathered, groupByBytes, planTensors, type WantedTensor } from './plan-tensors.ts';
import { assertDistinct, type RenameRule, renameAll } from './rename-tensors.ts';
import { type ReplaceOptions, replaceFiles, type SmallFile } from './replace-files.ts';
import { planShards } from './split-shards.ts';
import { planTorchZip, type Surroundings } from './write-torch-zip.ts';

export type OutputFormat = 'safetensors' | 'torch-zip';

export interface ConvertOptions extends ReplaceOptions {
  /** By the ending of `out` where it is not given. */
  readonly format?: OutputFormat | undefined;
  readonly renames?: readonly RenameRule[] | undefined;
  /** After `renames`; undefined leaves the tensor out. */
  readonly rename?: ((name: string) => string | undefined) | undefined;
  /** Prefixes that every name carries and that are taken off before renaming; `true`: those that wrappers add. */
  readonly stripPrefix?: string | true | undefined;
  /** Floating tensors only. */
  readonly cast?: CastDtype | undefined;
  /** Folder of a LoRA adapter, merged before names change. */
  readonly mergeLora?: string | undefined;
  /** Where a torch file keeps the state dict, keys joined by dots; '' for the top. As in the source if not given. */
  readonly container?: string | undefined;
  /** Bytes of tensor data in one safetensors file. */
  readonly maxShardBytes?: number | undefined;
  /** Called once, when the size is known. */
  readonly onStart?: ((bytes: number) => void) | undefined;
}

export interface Conversion {
  readonly format: OutputFormat;
  readonly container: string;
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
  readonly tensors: number;
  readonly renamed: number;
  readonly cast: number;
  readonly merged: MergeReport | undefined;
  /** Keys of what was saved beside the tensors and went along: as plain values, in safetensors as metadata. */
  readonly carried: readonly string[];
  /** What the output lacks or changes, in sentences. */
  readonly notes: readonly string[];
}

const DEFAULT_SHARD_BYTES = 5e9;

/**
 * Writes a checkpoint again, as safetensors or as a PyTorch archive. Streams: a piece of 256 kB is in memory,
 * however large it is. Bytes are the source's own where neither a cast nor a merge was asked for. The output gets its
 * name when it is whole and on the disk. Every refusal is a `PlumbError`.
 */
export async function convertCheckpoint(
  input: string | Checkpoint,
  out: string,
  options: ConvertOptions = {},
): Promise<Conversion> {
  const checkpoint = typeof input === 'string' ? await readCheckpoint(input) : input;
  const { path, format } = await chooseOutput(out, options.format);
  const { container = format === 'torch-zip' ? checkpoint.container : '' } = options;
  if (format === 'safetensors' && container !== '') throw containerLost(container);
  const files = new DataFiles();
  try {
    const wanted = nameTensors(checkpoint, options);
    const merged = await mergeLora(wanted, options.mergeLora);
    const overflows = new Map<string, number>();
    const tensors = planTensors(merged.tensors, {
      cast: options.cast,
      share: format === 'torch-zip',
      onOverflow: (name, values) => overflows.set(name, (overflows.get(name) ?? 0) + values),
    });
    checkGrowth(tensors, checkpoint.fileBytes, checkpoint.path);
    const data = carryData(checkpoint, format, container);
    // by the names of modules: under other names they would be of others
    const renamed = wanted.filter(({ name, source }) => name !== source.name).length;
    const versions = renamed === 0 ? carryVersions(checkpoint) : undefined;
    const surroundings = { container, versions, ...data };
    const { outputs, index } = planFiles(path, format, tensors, surroundings, options);
    options.onStart?.(
      outputs.flatMap(({ bodies }) => bodies).reduce((sum, { storage }) => sum + storage.bytes, 0),
    );
    await replaceFiles(outputs, index, files, options);
    const notes = [
      ...data.notes,
      ...describeSharing(merged.tensors, tensors, format),
      ...describeOverflows(overflows, options.cast),
    ];
    return {
      format,
      container,
      files: [
        ...outputs.map(({ path, bytes }) => ({ path, bytes })),
        ...index.map(({ path, text }) => ({ path, bytes: Buffer.byteLength(text) })),
      ],
      tensors: tensors.length,
      renamed,
      cast: tensors.filter(({ storage }) => storage.dtype !== storage.source.dtype).length,
      merged: merged.report,
      carried: data.carried,
      notes,
    };
  } finally {
    files.close();
  }
}

async function chooseOutput(
  out: string,
  format: OutputFormat | undefined,
): Promise<{ path: string; format: OutputFormat }> {
  const folder = /[\\/]$/.test(out) || (await isFolder(out));
  const path = folder ? join(out, format === 'torch-zip' ? 'pytorch_model.bin' : 'model.safetensors') : out;
  if (format !== undefined) return { path, format };
  if (path.endsWith('.safetensors')) return { path, format: 'safetensors' };
  if (/\.(?:pt|pth|bin|ckpt)$/.test(path)) return { path, format: 'torch-zip' };
  throw new PlumbError({
    code: 'OUTPUT_FORMAT',
    what: `${out} does not say in which format it is to be written.`,
    why: 'The ending decides: .safetensors, or .pt, .pth, .bin or .ckpt for a PyTorch archive; a folder gets model.safetensors.',
    remedy: `Give OUT an ending, or end it in a slash to make a folder: ${basename(out)}.safetensors, ${basename(out)}/`,
  });
}

function containerLost(container: string): PlumbError {
  return new PlumbError({
    code: 'CONTAINER_NOT_POSSIBLE',
    what: `A safetensors file cannot keep its tensors under ${container}.`,
    why: 'The format maps names to tensors and has nothing around them.',
    remedy: 'Leave --container out, or write a PyTorch file (.pt).',
  });
}

function nameTensors(checkpoint: Checkpoint, options: ConvertOptions): WantedTensor[] {
  const { tensors } = checkpoint;
  if (tensors.length === 0) throw nothingToConvert(checkpoint);
  const missing = tensors.find(({ offset }) => offset < 0);
  if (missing) throw noData(checkpoint, missing.name);
  const before = tensors.map(({ name }) => name);
  const prefix = options.stripPrefix === true ? checkpoint.prefixes.join('') : (options.stripPrefix ?? '');
  const stripped = before.map((name) => stripPrefix(name, prefix, checkpoint.path));
  const renamed = renameAll(stripped, options.renames ?? []).map((name) =>
    options.rename ? options.rename(name) : name,
  );
  const kept = tensors.flatMap((source, i) =>
    renamed[i] === undefined ? [] : [{ name: renamed[i], source }],
  );
  assertDistinct(
    kept.map(({ source }) => source.name),
    kept.map(({ name }) => name),
  );
  return kept;
}

function stripPrefix(name: string, prefix: string, path: string): string {
  if (name.startsWith(prefix)) return name.slice(prefix.length);
  throw new PlumbError({
    code: 'PREFIX_NOT_COMMON',
    what: `${path}: ${name} does not begin with ${prefix}.`,
    why: 'A prefix is taken off all names or off none.',
    remedy: `Rename those that have it: --rename ${prefix}=`,
  });
}

function nothingToConvert({ path }: Checkpoint): PlumbError {
  return new PlumbError({
    code: 'NO_STATE_DICT',
    what: `${path} holds no state dict.`,
    why: 'Nothing in this file maps names to tensors, so there is nothing to write.',
    remedy: '"plumb inspect FILE" shows what it holds.',
  });
}

function noData({ path }: Checkpoint, name: string): PlumbError {
  return new PlumbError({
    code: 'TENSOR_WITHOUT_DATA',
    what: `${path}: the file has no bytes of ${name} that could be copied.`,
    why: 'It was saved on the meta device, or its archive is compressed.',
    remedy:
      'Save it again from a model whose weights are loaded; for an .npz with numpy.savez, not savez_compressed.',
  });
}

function planFiles(
  path: string,
  format: OutputFormat,
  tensors: readonly OutputTensor[],
  data: Surroundings & CarriedData,
  options: ConvertOptions,
): { outputs: OutputFile[]; index: SmallFile[] } {
  if (format === 'torch-zip') return { outputs: [planTorchZip(path, tensors, data)], index: [] };
  const most = options.maxShardBytes ?? DEFAULT_SHARD_BYTES;
  const stem = join(dirname(path), basename(path, '.safetensors'));
  return planShards(stem, tensors, data.metadata, most);
}

function describeSharing(
  wanted: readonly WantedTensor[],
  tensors: readonly OutputTensor[],
  format: OutputFormat,
): string[] {
  const notes: string[] = [];
  const shared = groupByBytes(wanted).filter((group) => group.length > 1);
  for (const group of shared.slice(0, 5)) {
    const names = group.map(({ name }) => name);
    const list = `${names.slice(0, 4).join(', ')}${names.length > 4 ? ', …' : ''}`;
    notes.push(
      format === 'torch-zip'
        ? `${list} share their data, as before.`
        : `${list} shared their data; in safetensors each has its own copy.`,
    );
  }
  if (shared.length > 5) notes.push(`The same for ${shared.length - 5} more groups of tensors.`);
  const gathered = countGathered(tensors);
  if (gathered > 0) notes.push(`${gathered} views with strides were written out as contiguous tensors.`);
  return notes;
}

function describeOverflows(overflows: ReadonlyMap<string, number>, cast: CastDtype | undefined): string[] {
  if (overflows.size === 0) return [];
  const total = [...overflows.values()].reduce((sum, count) => sum + count, 0);
  const names = [...overflows.keys()].slice(0, 4).join(', ');
  return [
    `${total} values became infinite: they are beyond what ${cast ?? 'the dtype'} can hold (${names}${overflows.size > 4 ? ', …' : ''}).`,
  ];
}
