import { type FileHandle, open } from 'node:fs/promises';
import type { TensorEntry } from '@plumb/checkpoint';
import { DTYPE_BYTES, type DType, elementCount } from '@plumb/contract';
import { assertInRange } from '@plumb/core';

/** Bytes read at a time: enough to hide the system call, little beside the model. A multiple of STRIDE_BYTES. */
const PIECE_BYTES = 4 * 1024 * 1024;
/** Bytes that `holdsNotFinite` looks at in one turn of its loop. */
const STRIDE_BYTES = 16;

/** A tensor with a number that is none, and the first such element. */
export interface NotFinite {
  readonly name: string;
  readonly element: number;
}

interface Exponents {
  /** Bits of the exponents in a word of 32 bits: all ones is NaN or infinity. */
  readonly mask: number;
  /** The lowest bit of each. */
  readonly lowest: number;
  /** Where the carry goes when the lowest bit is added to ones: the sign's place. */
  readonly carry: number;
}

/** float64 has its exponent in the second word of each number. */
const EXPONENTS: Partial<Record<DType, Exponents>> = {
  float32: { mask: 0x7f800000, lowest: 0x00800000, carry: 0x80000000 },
  float64: { mask: 0x7ff00000, lowest: 0x00100000, carry: 0x80000000 },
  float16: { mask: 0x7c007c00, lowest: 0x04000400, carry: 0x80008000 },
  bfloat16: { mask: 0x7f807f80, lowest: 0x00800080, carry: 0x80008000 },
};

/** A part of a tensor that fits into memory at once. */
interface Piece {
  readonly tensor: TensorEntry;
  readonly from: number;
  readonly elements: number;
}

/**
 * Reads all numbers once, in the order of the file, one piece ahead. Integers have no NaN and are left out. Throws
 * `BYTES_OUT_OF_RANGE` where the file is shorter than its tensors.
 */
export async function findNotFinite(tensors: readonly TensorEntry[]): Promise<NotFinite[]> {
  const found = new Map<string, NotFinite>();
  const pieces = [...cut(tensors)];
  const buffers = [new ArrayBuffer(PIECE_BYTES), new ArrayBuffer(PIECE_BYTES)] as const;
  const files = new Map<string, FileHandle>();
  try {
    for (const file of new Set(pieces.map(({ tensor }) => tensor.file))) files.set(file, await open(file));
    const readNext = (i: number) => {
      const piece = pieces[i];
      const words = piece ? read(files.get(piece.tensor.file)!, piece, buffers[i % 2]!) : undefined;
      // awaited in the next turn, which an error in this one forgoes
      words?.catch(() => {});
      return words;
    };
    let ahead = readNext(0);
    for (const [i, { tensor, from }] of pieces.entries()) {
      const words = (await ahead)!;
      ahead = readNext(i + 1);
      if (found.has(tensor.name) || !holdsNotFinite(words, tensor.dtype)) continue;
      found.set(tensor.name, { name: tensor.name, element: from + firstNotFinite(words, tensor.dtype) });
    }
  } finally {
    for (const handle of files.values()) await handle.close();
  }
  return [...found.values()];
}

function* cut(tensors: readonly TensorEntry[]): Generator<Piece> {
  const seen = new Set<string>();
  const ordered = [...tensors].sort((a, b) =>
    a.file < b.file ? -1 : a.file > b.file ? 1 : a.offset - b.offset,
  );
  for (const tensor of ordered) {
    const { dtype, shape, file, offset } = tensor;
    const count = elementCount(shape);
    const place = `${file}:${offset}:${dtype}:${count}`;
    if (EXPONENTS[dtype] === undefined || offset < 0 || seen.has(place)) continue;
    // tied tensors share their place; an empty one or a part begins where another does and says nothing of it
    seen.add(place);
    const perPiece = PIECE_BYTES / DTYPE_BYTES[dtype];
    for (let from = 0; from < count; from += perPiece)
      yield { tensor, from, elements: Math.min(perPiece, count - from) };
  }
}

/** The piece's words, zeros after them up to a whole stride. */
async function read(handle: FileHandle, { tensor, from, elements }: Piece, buffer: ArrayBuffer) {
  const size = DTYPE_BYTES[tensor.dtype];
  const bytes = elements * size;
  const start = tensor.offset + from * size;
  const whole = new Uint8Array(buffer, 0, Math.ceil(bytes / STRIDE_BYTES) * STRIDE_BYTES);
  for (let done = 0; done < bytes; ) {
    const { bytesRead } = await handle.read(whole, done, bytes - done, start + done);
    // the file shrank meanwhile: what the buffer held before would be judged
    if (bytesRead === 0) assertInRange({ place: tensor.file, size: start + done }, start, bytes);
    done += bytesRead;
  }
  whole.fill(0, bytes);
  return new Int32Array(buffer, 0, whole.length / 4);
}

/** One addition tells for a word, whole or halves, and no branch is taken: twice as fast as a look at each number. */
function holdsNotFinite(words: Int32Array, dtype: DType): boolean {
  const { mask, lowest, carry } = EXPONENTS[dtype]!;
  const [firstMask, firstLowest] = dtype === 'float64' ? [0, 0] : [mask, lowest];
  let sums = 0;
  for (let i = 0; i < words.length; i += 4)
    sums |=
      ((words[i]! & firstMask) + firstLowest) |
      ((words[i + 1]! & mask) + lowest) |
      ((words[i + 2]! & firstMask) + firstLowest) |
      ((words[i + 3]! & mask) + lowest);
  return (sums & carry) !== 0;
}

/** Its element in a piece that holds one. */
function firstNotFinite(words: Int32Array, dtype: DType): number {
  const size = DTYPE_BYTES[dtype];
  const units = size === 2 ? new Uint16Array(words.buffer, 0, 2 * words.length) : words;
  const mask = EXPONENTS[dtype]!.mask & (size === 2 ? 0xffff : -1);
  const index = units.findIndex((unit, i) => (unit & mask) === mask && (size < 8 || i % 2 === 1));
  return Math.floor((index * units.BYTES_PER_ELEMENT) / size);
}
