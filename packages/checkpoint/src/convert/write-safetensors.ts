import { DTYPE_BYTES, type DType } from '@plumb/contract';
import { PlumbError } from '@plumb/core';
import type { OutputFile, OutputTensor } from './output-plan.ts';

/** Torch's names to the format's. */
const NAMES: Partial<Record<DType, string>> = {
  bool: 'BOOL',
  uint8: 'U8',
  int8: 'I8',
  float8_e5m2: 'F8_E5M2',
  float8_e4m3fn: 'F8_E4M3',
  float8_e8m0fnu: 'F8_E8M0',
  float8_e4m3fnuz: 'F8_E4M3FNUZ',
  float8_e5m2fnuz: 'F8_E5M2FNUZ',
  int16: 'I16',
  uint16: 'U16',
  float16: 'F16',
  bfloat16: 'BF16',
  int32: 'I32',
  uint32: 'U32',
  float32: 'F32',
  complex64: 'C64',
  float64: 'F64',
  int64: 'I64',
  uint64: 'U64',
};

const LIMITS = {
  /** Bytes of the header; the reference reader refuses more. */
  header: 100_000_000,
};

/** Bytes of data from which it begins on a page: whole pages are written, and mapped, faster. */
const LARGE = 1024 * 1024;

/**
 * The plan of a safetensors file. Every tensor has its own bytes: the format cannot say that two share them. Wide
 * elements come first, as the reference writer puts them, so that each is aligned. Throws `SAFETENSORS_DTYPE`.
 */
export function planSafetensors(
  path: string,
  tensors: readonly OutputTensor[],
  metadata: Readonly<Record<string, string>>,
): OutputFile {
  const ordered = orderForSafetensors(tensors);
  const header: [string, unknown][] = [];
  // transformers refuses a file whose metadata does not say which framework it is for
  header.push(['__metadata__', { format: 'pt', ...metadata }]);
  let at = 0;
  for (const { name, shape, storage } of ordered) {
    if (name === '__metadata__') throw reservedName(path);
    header.push([
      name,
      { dtype: dtypeName(name, storage.dtype), shape, data_offsets: [at, at + storage.bytes] },
    ]);
    at += storage.bytes;
  }
  const head = frame(encodeEntries(header), at >= LARGE ? 4096 : 8);
  if (head.length > LIMITS.header) throw headerTooLong(path, head.length);
  let position = head.length;
  const bodies = ordered.map(({ storage }) => {
    const body = { position, storage };
    position += storage.bytes;
    return body;
  });
  return { path, bytes: position, head: [{ position: 0, bytes: head }], bodies };
}

export function orderForSafetensors(tensors: readonly OutputTensor[]): OutputTensor[] {
  const width = ({ storage }: OutputTensor) => DTYPE_BYTES[storage.dtype];
  return [...tensors].sort((a, b) => width(b) - width(a));
}

/** By hand: an object would put names that are numbers first. */
function encodeEntries(entries: readonly (readonly [string, unknown])[]): string {
  return `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`;
}

/** Eight bytes of length, then the JSON, padded with spaces so that the data begins at a multiple of `alignment`. */
function frame(json: string, alignment: number): Uint8Array {
  const text = Buffer.from(json, 'utf8');
  const length = Math.ceil((8 + text.length) / alignment) * alignment - 8;
  const bytes = Buffer.alloc(8 + length, ' ');
  bytes.writeBigUInt64LE(BigInt(length), 0);
  text.copy(bytes, 8);
  return bytes;
}

function dtypeName(name: string, dtype: DType): string {
  const known = NAMES[dtype];
  if (known !== undefined) return known;
  throw new PlumbError({
    code: 'SAFETENSORS_DTYPE',
    what: `${name} is ${dtype}, which safetensors cannot hold.`,
    why: 'The format has no name for this element type; torch refuses to save it there, too.',
    remedy: 'Write a PyTorch file instead: give OUT the ending .pt',
  });
}

function reservedName(path: string): PlumbError {
  return new PlumbError({
    code: 'SAFETENSORS_NAME',
    what: `${path} would hold a tensor called __metadata__.`,
    why: 'safetensors keeps this name for itself.',
    remedy: 'Give it another name: --rename __metadata__=NAME',
  });
}

function headerTooLong(path: string, length: number): PlumbError {
  return new PlumbError({
    code: 'SAFETENSORS_HEADER',
    what: `${path} would have a header of ${length} bytes.`,
    why: `Readers refuse more than ${LIMITS.header}.`,
    remedy: 'Split it into more files: --max-shard-size 1GB',
  });
}
