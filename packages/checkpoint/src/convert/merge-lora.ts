import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { elementCount } from '@plumb/contract';
import { PlumbError } from '@plumb/core';
import type { TensorEntry } from '../checkpoint.ts';
import type { DataFiles } from '../elements/data-files.ts';
import { decoderOf, isFloating } from '../elements/decode-elements.ts';
import { makeBuffer, readPieces } from '../elements/read-pieces.ts';
import { readCheckpoint } from '../read-checkpoint.ts';
import { type LoraConfig, readLoraConfig } from './lora-config.ts';
import type { OutputStorage } from './output-plan.ts';
import type { WantedTensor } from './plan-tensors.ts';

export interface MergeReport {
  readonly adapter: string;
  /** Weights that something was added to. */
  readonly merged: number;
  /** Tensors that the adapter brought whole: `modules_to_save`, trained biases. */
  readonly replaced: number;
}

export interface Merge {
  readonly tensors: readonly WantedTensor[];
  readonly report: MergeReport | undefined;
}

/** A pair of matrices: `[rank, in]` and `[out, rank]`. */
interface Pair {
  readonly module: string;
  a?: TensorEntry;
  b?: TensorEntry;
  /** `lora_embedding_A` and `_B`: the product is transposed. */
  readonly embedding: boolean;
}

/** Adds a LoRA adapter to the weights that it names, in float32, rounding once. Without a folder all stays as it is. */
export async function mergeLora(wanted: readonly WantedTensor[], folder: string | undefined): Promise<Merge> {
  if (folder === undefined) return { tensors: wanted, report: undefined };
  const config = await readLoraConfig(folder);
  const adapter = await readCheckpoint(await adapterFile(folder));
  const { pairs, whole } = sortTensors(adapter.tensors, folder);
  const paths = [...pairs.keys(), ...[...whole.keys()].map((name) => name.replace(/\.[^.]*$/, ''))];
  const root = findRoot(wanted, paths, folder);
  const merges = new Map<string, OutputStorage['transform']>();
  for (const [module, pair] of pairs) merges.set(`${root(module)}.weight`, planMerge(pair, config, folder));
  const replacements = new Map([...whole].map(([name, entry]) => [root(name), entry]));
  checkShapes(wanted, pairs, replacements, root, config, folder);
  const tensors = wanted.map((tensor): WantedTensor => {
    const replacement = replacements.get(tensor.source.name);
    if (replacement) return { ...tensor, source: replacement };
    const merge = merges.get(tensor.source.name);
    return merge ? { ...tensor, merge } : tensor;
  });
  const report = { adapter: folder, merged: merges.size, replaced: replacements.size };
  return { tensors, report };
}

/** Not what a folder is read as: the base may lie beside it. */
async function adapterFile(folder: string): Promise<string> {
  const names = await readdir(folder);
  const name = ['adapter_model.safetensors', 'adapter_model.bin'].find((known) => names.includes(known));
  if (name === undefined) throw unknownPart(folder, 'no adapter_model.safetensors');
  return join(folder, name);
}

/** What a sum in float32 can be rounded to. */
const MERGEABLE: ReadonlySet<string> = new Set(['float32', 'float16', 'bfloat16']);

const MATRIX = /^(?:base_model\.model\.)?(.+)\.lora_(embedding_)?([AB])(?:\.(?:default|weight))*$/;

function sortTensors(tensors: readonly TensorEntry[], folder: string) {
  const pairs = new Map<string, Pair>();
  const whole = new Map<string, TensorEntry>();
  for (const tensor of tensors) {
    const [, module, embedding, side] = MATRIX.exec(tensor.name) ?? [];
    if (module === undefined) {
      if (/\.lora_/.test(tensor.name)) throw unknownPart(folder, tensor.name);
      const plain = tensor.name
        .replace(/^base_model\.model\./, '')
        .replace(/\.(?:modules_to_save(?:\.default)?|base_layer)\./, '.');
      whole.set(plain, tensor);
      continue;
    }
    const pair = pairs.get(module) ?? { module, embedding: embedding !== undefined };
    pair[side === 'A' ? 'a' : 'b'] = tensor;
    pairs.set(module, pair);
  }
  if (pairs.size === 0) throw unknownPart(folder, tensors[0]?.name ?? 'no tensor at all');
  return { pairs, whole };
}

/** How the adapter's paths are found among the names: as they are, or with `model.` more or less in front. */
function findRoot(
  wanted: readonly WantedTensor[],
  paths: readonly string[],
  folder: string,
): (name: string) => string {
  const modules = new Set(wanted.map(({ source }) => source.name.replace(/\.[^.]*$/, '')));
  const roots = [
    (name: string) => name,
    ...['model.', 'module.', 'base_model.model.'].flatMap((prefix) => [
      (name: string) => prefix + name,
      (name: string) => (name.startsWith(prefix) ? name.slice(prefix.length) : name),
    ]),
  ];
  const root = roots.find((candidate) => paths.every((path) => modules.has(candidate(path))));
  if (root) return root;
  const missing = paths.filter((path) => !modules.has(path));
  throw new PlumbError({
    code: 'ADAPTER_TARGET_MISSING',
    what: `${folder} adapts ${missing.length} modules that the checkpoint does not have, such as ${missing[0]}.`,
    why: 'The adapter was trained on another base model, or on one whose names were different.',
    remedy:
      'Give the base model that adapter_config.json names, or rename its tensors first: plumb convert BASE RENAMED --rename FROM=TO',
  });
}

function planMerge(pair: Pair, config: LoraConfig, folder: string): OutputStorage['transform'] {
  const { module, a, b, embedding } = pair;
  if (!a || !b) throw unknownPart(folder, `${module}.lora_${a ? 'A' : 'B'} alone`);
  const rank = a.shape[0]!;
  const scale = config.scale(module, rank);
  const transposed = embedding || config.fanInFanOut;
  return (files) => {
    const left = readNumbers(b, files);
    const right = readNumbers(a, files);
    const inner = right.length / rank;
    const rows = left.length / rank;
    const add = transposed
      ? addTransposed(left, right, rank, rows, inner, scale)
      : addProduct(left, right, rank, inner, scale);
    return (bytes, first) => {
      add(new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4), first);
      return bytes;
    };
  };
}

/** values[i] += scale * (B @ A)[row, column], `first` the index of values[0]; a row of sums at a time. */
function addProduct(b: Float32Array, a: Float32Array, rank: number, columns: number, scale: number) {
  const sums = new Float64Array(columns);
  return (values: Float32Array, first: number) => {
    for (let i = 0; i < values.length; ) {
      const row = Math.floor((first + i) / columns);
      const from = (first + i) % columns;
      const count = Math.min(columns - from, values.length - i);
      sums.fill(0, from, from + count);
      for (let k = 0; k < rank; k++) {
        const factor = b[row * rank + k]!;
        for (let j = from, at = k * columns + from; j < from + count; j++, at++) sums[j]! += factor * a[at]!;
      }
      for (let j = 0; j < count; j++) values[i + j] = values[i + j]! + Math.fround(sums[from + j]! * scale);
      i += count;
    }
  };
}

/** The same for a weight stored `[in, out]`: values[i] += scale * (B @ A)[column, row]. */
function addTransposed(
  b: Float32Array,
  a: Float32Array,
  rank: number,
  rows: number,
  inner: number,
  scale: number,
) {
  // B as [rank, out], so that the product is A^T @ B^T
  const left = new Float32Array(b.length);
  for (let row = 0; row < rows; row++)
    for (let k = 0; k < rank; k++) left[k * rows + row] = b[row * rank + k]!;
  const right = new Float32Array(a.length);
  for (let k = 0; k < rank; k++) for (let j = 0; j < inner; j++) right[j * rank + k] = a[k * inner + j]!;
  return addProduct(right, left, rank, rows, scale);
}

function readNumbers(tensor: TensorEntry, files: DataFiles): Float32Array {
  const decode = decoderOf(tensor.dtype)!;
  const values = new Float32Array(elementCount(tensor.shape));
  for (const { bytes, first } of readPieces(files, tensor, [makeBuffer()])) values.set(decode(bytes), first);
  return values;
}

function checkShapes(
  wanted: readonly WantedTensor[],
  pairs: ReadonlyMap<string, Pair>,
  replacements: ReadonlyMap<string, TensorEntry>,
  root: (name: string) => string,
  config: LoraConfig,
  folder: string,
): void {
  const sources = new Map(wanted.map(({ source }) => [source.name, source]));
  const differ = (name: string, expected: readonly number[], found: string) =>
    new PlumbError({
      code: 'ADAPTER_SHAPE',
      what: `${folder}: ${name} is ${found} in the checkpoint, but the adapter is for [${expected.join(', ')}] in floating point.`,
      why: 'The adapter was trained on a base model of another size, or on quantised weights.',
      remedy: 'Give the base model that adapter_config.json names, in its unquantised form.',
    });
  for (const [module, { a, b, embedding }] of pairs) {
    const name = `${root(module)}.weight`;
    const source = sources.get(name);
    if (!source) throw differ(name, [], 'missing');
    const product = [b!.shape[0]!, elementCount(a!.shape.slice(1))];
    const expected = embedding || config.fanInFanOut ? product.reverse() : product;
    const found = [source.shape[0] ?? 0, elementCount(source.shape.slice(1))];
    if (
      !MERGEABLE.has(source.dtype) ||
      ![a!, b!].every(({ dtype }) => isFloating(dtype)) ||
      expected.join() !== found.join() ||
      elementCount(b!.shape.slice(1)) !== a!.shape[0]
    )
      throw differ(name, expected, describe(source));
  }
  for (const [name, entry] of replacements) {
    const source = sources.get(name);
    if (!source || source.shape.join() !== entry.shape.join())
      throw differ(name, entry.shape, source ? describe(source) : 'missing');
  }
}

const describe = ({ dtype, shape }: TensorEntry) => `${dtype} [${shape.join(', ')}]`;

function unknownPart(folder: string, name: string): PlumbError {
  return new PlumbError({
    code: 'ADAPTER_KIND',
    what: `${folder} is no plain LoRA: it holds ${name}.`,
    why: 'Plumb merges pairs of lora_A and lora_B, and takes over modules that were saved whole.',
    remedy: 'Merge it where it was trained: model.merge_and_unload().save_pretrained(FOLDER)',
  });
}
