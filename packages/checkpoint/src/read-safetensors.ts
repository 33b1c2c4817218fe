import { DTYPE_BYTES, type DType, elementCount } from '@plumb/contract/tensor';
import { type ByteSource, PlumbError } from '@plumb/core';
import type { Checkpoint, TensorEntry } from './checkpoint.ts';
import { commonPrefixes } from './find-state-dict.ts';
import { plainToPickle } from './plain-to-pickle.ts';
import { decodeUtf8 } from './read-python-text.ts';

const LIMITS = {
  /** Bytes of the header; the reference reader (safetensors/src/tensor.rs) refuses more. */
  header: 100_000_000,
};

/** Names of the format to torch's. */
const DTYPES: Readonly<Record<string, DType>> = {
  BOOL: 'bool',
  F4: 'float4_e2m1fn_x2',
  U8: 'uint8',
  I8: 'int8',
  F8_E5M2: 'float8_e5m2',
  F8_E4M3: 'float8_e4m3fn',
  F8_E8M0: 'float8_e8m0fnu',
  F8_E4M3FNUZ: 'float8_e4m3fnuz',
  F8_E5M2FNUZ: 'float8_e5m2fnuz',
  I16: 'int16',
  U16: 'uint16',
  F16: 'float16',
  BF16: 'bfloat16',
  I32: 'int32',
  U32: 'uint32',
  F32: 'float32',
  C64: 'complex64',
  F64: 'float64',
  I64: 'int64',
  U64: 'uint64',
};

export interface SafetensorsFile {
  /** In the order of their data. */
  readonly tensors: readonly TensorEntry[];
  readonly metadata: Readonly<Record<string, string>>;
}

interface TensorInfo {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

/** Reads and checks a header as the reference reader does. Throws `SAFETENSORS_MALFORMED` or `CHECKPOINT_TRUNCATED`. */
export async function readSafetensors(source: ByteSource): Promise<SafetensorsFile> {
  if (source.size < 8) throw malformed(source, 'it is shorter than the length of a header (8 bytes)');
  const head = await source.read(0, 8);
  const declared = new DataView(head.buffer, head.byteOffset).getBigUint64(0, true);
  if (declared > LIMITS.header) throw malformed(source, `its header would be ${declared} bytes long`);
  const length = Number(declared);
  if (8 + length > source.size) throw truncated(source, 8 + length, 'its header');
  const { infos, metadata } = parseHeader(source, await source.read(8, length));
  const start = 8 + length;
  const tensors = infos.map((info) => toEntry(source, info, start));
  const end = start + checkContiguous(source, infos);
  if (end > source.size) throw truncated(source, end, 'its data');
  if (end < source.size)
    throw malformed(source, `${source.size - end} bytes follow the data of its last tensor`);
  return { tensors, metadata };
}

export async function checkpointFromSafetensors(source: ByteSource): Promise<Checkpoint> {
  const { tensors, metadata } = await readSafetensors(source);
  return {
    path: source.place,
    format: 'safetensors',
    container: '',
    tensors,
    prefixes: commonPrefixes(tensors.map((tensor) => tensor.name)),
    data: Object.keys(metadata).length === 0 ? undefined : plainToPickle(metadata),
    globals: [],
    verdict: 'safe',
    notes: describeTied(tensors, metadata),
    fileBytes: source.size,
  };
}

/** `safetensors.torch.save_model` keeps one of each group that shares data, and says in the metadata which stands for which. */
function describeTied(tensors: readonly TensorEntry[], metadata: Readonly<Record<string, string>>): string[] {
  const names = new Set(tensors.map(({ name }) => name));
  const tied = Object.entries(metadata).filter(([left, kept]) => !names.has(left) && names.has(kept));
  const notes = tied
    .slice(0, 5)
    .map(([left, kept]) => `${left} is tied to ${kept}: it has no data of its own here.`);
  return tied.length > 5 ? [...notes, `${tied.length - 5} more names are tied to others.`] : notes;
}

function malformed(source: ByteSource, problem: string): PlumbError {
  return new PlumbError({
    code: 'SAFETENSORS_MALFORMED',
    what: `${source.place} is not a valid safetensors file: ${problem}.`,
    why: 'The reference reader refuses it too: a file that is not what it seems, or one that was damaged.',
    remedy: 'Fetch or save the file again and compare its size and sha256 with the original.',
  });
}

function truncated(source: ByteSource, needed: number, part: string): PlumbError {
  return new PlumbError({
    code: 'CHECKPOINT_TRUNCATED',
    what: `${source.place} has ${source.size} bytes, but ${part} ends at byte ${needed}.`,
    why: 'A download or a save was cut short; safetensors calls it MetadataIncompleteBuffer.',
    remedy: 'Fetch the file again and compare its size and sha256 with the original.',
  });
}

function parseHeader(source: ByteSource, bytes: Uint8Array) {
  const text = decodeUtf8(bytes, false);
  if (text === undefined) throw malformed(source, 'its header is not UTF-8');
  let header: unknown;
  try {
    header = JSON.parse(withoutFractions(text));
  } catch (error) {
    throw malformed(source, `its header is not JSON (${(error as Error).message})`);
  }
  if (!isRecord(header)) throw malformed(source, 'its header is not a JSON object');
  const infos: TensorInfo[] = [];
  let metadata: Record<string, string> = {};
  for (const [name, value] of Object.entries(header)) {
    if (name === '__metadata__') metadata = checkMetadata(source, value);
    else infos.push(checkInfo(source, name, value));
  }
  infos.sort((a, b) => a.start - b.start || a.end - b.end);
  return { infos, metadata };
}

/** A number that the reference reader takes for no count: `1e0`, `1.0`, `-0`. The first is a cheap look. */
const MAYBE_FRACTION = /[[,:\s](?:-|\d+[.eE])/;
const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/gs;

/** `JSON.parse` makes 1 of 1e0, and forgets how it was written. */
function withoutFractions(text: string): string {
  if (!MAYBE_FRACTION.test(text)) return text;
  return text.replace(STRING_OR_NUMBER, (token) =>
    /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(token) && /[-.eE]/.test(token) ? 'null' : token,
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function checkMetadata(source: ByteSource, value: unknown): Record<string, string> {
  if (value === null) return {};
  if (!isRecord(value) || !Object.values(value).every((item) => typeof item === 'string'))
    throw malformed(source, '__metadata__ holds something other than strings');
  return value as Record<string, string>;
}

function isSize(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function checkInfo(source: ByteSource, name: string, value: unknown): TensorInfo {
  const { dtype, shape, data_offsets: offsets } = isRecord(value) ? value : {};
  if (typeof dtype !== 'string' || !Array.isArray(shape) || !shape.every(isSize))
    throw malformed(source, `tensor ${JSON.stringify(name)} lacks its dtype or shape`);
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isSize))
    throw malformed(source, `tensor ${JSON.stringify(name)} lacks its data_offsets`);
  const [start, end] = offsets as [number, number];
  return { name, dtype, shape, start, end };
}

/** Tensors follow each other without a gap or an overlap; the end of the last one. */
function checkContiguous(source: ByteSource, infos: readonly TensorInfo[]): number {
  let at = 0;
  for (const { name, start, end } of infos) {
    if (start !== at || end < start)
      throw malformed(source, `the data of ${JSON.stringify(name)} begins at ${start}, not at ${at}`);
    at = end;
  }
  return at;
}

function toEntry(source: ByteSource, info: TensorInfo, dataStart: number): TensorEntry {
  const { name, start, end } = info;
  const dtype = Object.hasOwn(DTYPES, info.dtype) ? DTYPES[info.dtype] : undefined;
  if (dtype === undefined)
    throw malformed(source, `tensor ${JSON.stringify(name)} has the dtype ${info.dtype}, which torch lacks`);
  const shape = info.dtype === 'F4' ? packPairs(source, info) : info.shape;
  // the reference counts in 64 bits: a zero that comes too late does not save the product
  const overflows = shape.some((_, axis) => elementCount(shape.slice(0, axis + 1)) >= 2 ** 64);
  if (overflows || elementCount(shape) * DTYPE_BYTES[dtype] !== end - start)
    throw malformed(
      source,
      `tensor ${JSON.stringify(name)} of shape [${info.shape.join(', ')}] and dtype ${info.dtype} has ${end - start} bytes`,
    );
  return { name, dtype, shape, file: source.place, offset: dataStart + start, stride: rowMajor(shape) };
}

/** Two 4-bit values a byte: torch's last dimension is half the file's. */
function packPairs(source: ByteSource, { name, shape }: TensorInfo): readonly number[] {
  const last = shape.at(-1);
  if (last === undefined || last % 2 !== 0)
    throw malformed(source, `tensor ${JSON.stringify(name)} ends in half a byte`);
  return [...shape.slice(0, -1), last / 2];
}

function rowMajor(shape: readonly number[]): number[] {
  const stride = new Array<number>(shape.length);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    stride[axis] = step;
    // torch counts an empty dimension as one
    step *= Math.max(1, shape[axis]!);
  }
  return stride;
}
