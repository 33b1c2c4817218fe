import { realpath } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Checkpoint, TensorEntry } from '@plumb/checkpoint';
import { DTYPE_BYTES, elementCount } from '@plumb/contract';
import { PlumbError, quoteForShell } from '@plumb/core';
import { type ElementType, ONNX_TYPES } from '../onnx/onnx-messages.ts';

/** Where a tensor's numbers lie. */
export interface WeightPlace {
  readonly type: ElementType;
  readonly shape: readonly number[];
  /** Name within the table's folder. */
  readonly file: string;
  readonly offset: number;
  readonly bytes: number;
  /** Times this, where a pool of numbers is shared. */
  readonly scale?: number;
}

/** Tensors by name, all in one folder: ONNX Runtime takes weights from the folder that the session is given alone. */
export interface WeightTable {
  /** Real path; symbolic links out of it are refused by the runtime. */
  readonly folder: string;
  find(name: string): WeightPlace | undefined;
}

/**
 * The tensors of a checkpoint as they lie on disk; nothing is read. Throws `MODEL_WEIGHTS_UNUSABLE` when used for what
 * can't be taken from its place: compressed, a view, of a dtype that no forward pass computes with.
 */
export async function tableOfCheckpoint({ path, tensors }: Checkpoint): Promise<WeightTable> {
  const files = new Map<string, string>();
  for (const { file } of tensors)
    if (!files.has(file)) {
      if (/^[a-z]+:\/\//.test(file))
        throw unusable(path, `${file} lies on a server.`, 'Download it first, then give its path.');
      files.set(file, await realpath(file));
    }
  const folders = new Set([...files.values()].map(dirname));
  const [folder] = folders;
  if (folder === undefined) throw unusable(path, 'It holds no tensors.', 'Give another checkpoint.');
  if (folders.size > 1)
    throw unusable(
      path,
      `Its shards lie in ${folders.size} folders.`,
      'Copy them into one folder; ONNX Runtime follows no links out of it.',
    );
  const entries = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  return {
    folder,
    find(name) {
      const entry = entries.get(name);
      return entry && placeOf(entry, basename(files.get(entry.file)!), path);
    },
  };
}

function placeOf(entry: TensorEntry, file: string, path: string): WeightPlace {
  const { name, dtype, shape, offset } = entry;
  const convert = `Rewrite it, and give the new file: plumb convert ${quoteForShell(path)} rewritten.pt`;
  if (offset < 0) throw unusable(path, `The data of ${name} is compressed or absent.`, convert);
  if (!isContiguous(entry))
    throw unusable(path, `${name} was saved as a view (strides ${entry.stride.join(', ')}).`, convert);
  if (!Object.hasOwn(ONNX_TYPES, dtype))
    throw unusable(path, `${name} is ${dtype}.`, 'Plumb computes with float32, float16, bfloat16, float64.');
  return {
    type: dtype as ElementType,
    shape,
    file,
    offset,
    bytes: elementCount(shape) * DTYPE_BYTES[dtype],
  };
}

function isContiguous({ shape, stride }: TensorEntry): boolean {
  let expected = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    if (shape[i] !== 1 && stride[i] !== expected) return false;
    expected *= shape[i]!;
  }
  return true;
}

function unusable(path: string, why: string, remedy: string): PlumbError {
  return new PlumbError({
    code: 'MODEL_WEIGHTS_UNUSABLE',
    what: `${path} cannot be run where it lies.`,
    why,
    remedy,
  });
}
