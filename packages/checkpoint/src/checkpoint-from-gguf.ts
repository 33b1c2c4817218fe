import { DTYPE_BYTES, type DType, elementCount } from '@plumb/contract/tensor';
import { type ByteSource, PlumbError } from '@plumb/core';
import type { Checkpoint, TensorEntry } from './checkpoint.ts';
import { type GgufFile, malformedGguf, parseGguf } from './parse-gguf.ts';
import { DictBuilder } from './pickle-builders.ts';
import type { PickleValue } from './pickle-value.ts';

const LIMITS = {
  /** Items of a metadata array that are shown: a tokenizer has 150,000 tokens, and nobody reads them here. */
  items: 64,
};

/** ggml's numbers of types (`ggml_type` in ggml.h); the gaps are types that were withdrawn. */
const TYPES: Readonly<Record<number, DType>> = {
  0: 'float32',
  1: 'float16',
  2: 'q4_0',
  3: 'q4_1',
  6: 'q5_0',
  7: 'q5_1',
  8: 'q8_0',
  9: 'q8_1',
  10: 'q2_k',
  11: 'q3_k',
  12: 'q4_k',
  13: 'q5_k',
  14: 'q6_k',
  15: 'q8_k',
  16: 'iq2_xxs',
  17: 'iq2_xs',
  18: 'iq3_xxs',
  19: 'iq1_s',
  20: 'iq4_nl',
  21: 'iq3_s',
  22: 'iq2_s',
  23: 'iq4_xs',
  24: 'int8',
  25: 'int16',
  26: 'int32',
  27: 'int64',
  28: 'float64',
  29: 'iq1_m',
  30: 'bfloat16',
  34: 'tq1_0',
  35: 'tq2_0',
  39: 'mxfp4',
};

/** The header of a GGUF file: llama.cpp's format. Shapes are turned round to torch's order. */
export async function checkpointFromGguf(source: ByteSource): Promise<Checkpoint> {
  const file = await parseGguf(source);
  const notes: string[] = [];
  const tensors: TensorEntry[] = [];
  for (const info of file.tensorInfos) {
    const entry = toEntry(source, file, info);
    if (entry === undefined)
      notes.push(`${info.name} is left out: type ${info.dtype} of ggml is not known to Plumb.`);
    else tensors.push(entry);
  }
  if (new Set(tensors.map((tensor) => tensor.name)).size < tensors.length)
    throw malformedGguf(source, 'a tensor’s name occurs twice');
  const metadata = new DictBuilder('dict');
  for (const [key, value] of Object.entries(file.metadata)) metadata.set(key, toValue(value));
  return {
    path: source.place,
    format: 'gguf',
    container: '',
    tensors,
    prefixes: [],
    data: metadata,
    globals: [],
    verdict: 'safe',
    notes:
      notes.length > 5 ? [...notes.slice(0, 5), `${notes.length - 5} more tensors are left out.`] : notes,
    fileBytes: source.size,
  };
}

function toEntry(
  source: ByteSource,
  file: GgufFile,
  info: GgufFile['tensorInfos'][number],
): TensorEntry | undefined {
  const { name } = info;
  const shape = info.shape.map(Number).reverse();
  const offset = Number(file.tensorDataOffset + info.offset);
  const dtype = Object.hasOwn(TYPES, info.dtype) ? TYPES[info.dtype] : undefined;
  if (dtype === undefined) return undefined;
  const elements = elementCount(shape);
  const bytes = elements * DTYPE_BYTES[dtype];
  if (name === '' || !Number.isSafeInteger(elements) || !Number.isSafeInteger(offset))
    throw malformedGguf(
      source,
      `tensor ${JSON.stringify(name)} of shape [${shape.join(', ')}] at byte ${offset}`,
    );
  if (!Number.isInteger(bytes))
    throw malformedGguf(source, `tensor ${JSON.stringify(name)} ends inside a block of ${dtype}`);
  if (offset + bytes > source.size)
    throw new PlumbError({
      code: 'CHECKPOINT_TRUNCATED',
      what: `${source.place} has ${source.size} bytes, but ${name} ends at byte ${offset + bytes}.`,
      why: 'A download or a save was cut short.',
      remedy: 'Fetch the file again and compare its size and sha256 with the original.',
    });
  const stride = new Array<number>(shape.length);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    stride[axis] = step;
    step *= Math.max(1, shape[axis]!);
  }
  return { name, dtype, shape, stride, file: source.place, offset };
}

/** Metadata as pickled data has it; long arrays by their length. */
function toValue(value: unknown): PickleValue {
  if (Array.isArray(value)) {
    if (value.length <= LIMITS.items) return { kind: 'list', items: value.map(toValue) };
    const omitted = new DictBuilder('dict');
    omitted.set('$omitted', `an array of ${value.length}`);
    return omitted;
  }
  return typeof value === 'object' || value === undefined ? null : (value as PickleValue);
}
