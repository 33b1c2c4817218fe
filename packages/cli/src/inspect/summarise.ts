import type { Checkpoint, GlobalUse } from '@plumb/checkpoint';
import { DTYPE_BYTES, type DType, elementCount } from '@plumb/contract';
import { formatBytes, formatCount, formatExact, plural } from '../terminal/format-numbers.ts';
import { safeLine } from '../terminal/print-safe.ts';
import { bold, dim, green, red, yellow } from '../terminal/style.ts';

const FORMAT_NAMES: Record<Checkpoint['format'], string> = {
  'torch-zip': 'PyTorch zip',
  safetensors: 'safetensors',
  'safetensors-sharded': 'sharded safetensors',
  'torch-legacy': 'PyTorch stream (before 1.6)',
  'torch-sharded': 'sharded PyTorch files',
  npy: 'NumPy array',
  npz: 'NumPy arrays (npz)',
  gguf: 'GGUF',
};

export function nameFormat(format: Checkpoint['format']): string {
  return FORMAT_NAMES[format] ?? format;
}

export interface Totals {
  readonly dtype: DType;
  readonly tensors: number;
  readonly parameters: number;
  readonly bytes: number;
}

/** Largest first. Bytes are those of the shapes; shared storages count once a tensor. */
export function totalsByDtype(tensors: Checkpoint['tensors']): readonly Totals[] {
  const totals = new Map<DType, { tensors: number; parameters: number; bytes: number }>();
  for (const { dtype, shape } of tensors) {
    const parameters = elementCount(shape);
    const total = totals.get(dtype) ?? { tensors: 0, parameters: 0, bytes: 0 };
    total.tensors++;
    total.parameters += parameters;
    total.bytes += parameters * DTYPE_BYTES[dtype];
    totals.set(dtype, total);
  }
  return [...totals].map(([dtype, total]) => ({ dtype, ...total })).sort((a, b) => b.bytes - a.bytes);
}

/** `437 tensors, 646 M parameters, 2.59 GB (float32; int64 1 tensor)`. */
export function describeTensors(checkpoint: Checkpoint): string {
  const totals = totalsByDtype(checkpoint.tensors);
  const parameters = totals.reduce((sum, total) => sum + total.parameters, 0);
  const bytes = totals.reduce((sum, total) => sum + total.bytes, 0);
  const dtypes = totals
    .map((total) => `${total.dtype}${totals.length > 1 ? ` ${formatCount(total.parameters)}` : ''}`)
    .join(', ');
  const head = bold(
    `${plural(checkpoint.tensors.length, 'tensor')}, ${formatCount(parameters)} ${parameters === 1 ? 'parameter' : 'parameters'}`,
  );
  const exact = parameters >= 1000 ? ` (${formatExact(parameters)})` : '';
  return `${head}${dim(exact)}, ${formatBytes(bytes)}${dtypes && ` of ${dtypes}`}`;
}

/** One sentence for the first screen. */
export function describeVerdict(checkpoint: Checkpoint): string {
  const { globals, verdict } = checkpoint;
  if (/^(?:safetensors|gguf)/.test(checkpoint.format)) return `${green('safe')}: the format cannot hold code`;
  if (globals.length === 0) return `${green('safe')}: no pickle names anything`;
  const names = (wanted: GlobalUse['verdict']) =>
    // a name that several pickles of an archive have is one
    [...new Set(globals.filter((use) => use.verdict === wanted).map((use) => safeLine(use.name)))];
  if (verdict === 'dangerous')
    return `${red(bold('DANGEROUS'))}: torch.load would run ${firstFew(names('dangerous'), 3)}. Do not open it with Python`;
  const unknown = names('unknown');
  if (verdict === 'unknown')
    return `${yellow('unknown')}: ${plural(unknown.length, 'global')} not on the allow-list (${firstFew(unknown, 1)}); none is known to run code`;
  return `${green('safe')}: all ${plural(names('safe').length, 'global')} on the allow-list`;
}

function firstFew(names: readonly string[], count: number): string {
  const more = names.length > count ? ', …' : '';
  return names.slice(0, count).join(', ') + more;
}
