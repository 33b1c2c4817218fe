import { type FileHandle, open } from 'node:fs/promises';
import type { TensorEntry } from '@plumb/checkpoint';
import { DTYPE_BYTES, type DType, elementCount } from '@plumb/contract';

/** Bytes read at a time: enough to hide the system call, little beside the model. A multiple of every element's size. */
const PIECE_BYTES = 4 * 1024 * 1024;

/** A tensor with a number that is none, and the first such element. */
export interface NotFinite {
  readonly name: string;
  readonly element: number;
}

/** Bits of the exponent, by word: all ones is NaN or infinity. float64 is judged by the upper half of each number. */
const EXPONENTS: Partial<Record<DType, number>> = {
  float32: 0x7f800000,
  float64: 0x7ff00000,
  float16: 0x7c00,
  bfloat16: 0x7f80,
};

/** Reads all numbers once, in the order of the file. Integers have no NaN and are left out. */
export async function findNotFinite(tensors: readonly TensorEntry[]): Promise<NotFinite[]> {
  const found: NotFinite[] = [];
  const piece = new ArrayBuffer(PIECE_BYTES);
  const seen = new Set<string>();
  let handle: FileHandle | undefined;
  let opened: string | undefined;
  const ordered = [...tensors].sort((a, b) =>
    a.file < b.file ? -1 : a.file > b.file ? 1 : a.offset - b.offset,
  );
  try {
    for (const { name, dtype, shape, file, offset } of ordered) {
      const mask = EXPONENTS[dtype];
      const count = elementCount(shape);
      const place = `${file}:${offset}:${dtype}:${count}`;
      if (mask === undefined || offset < 0 || seen.has(place)) continue;
      // tied tensors share their place; an empty one or a part begins where another does and says nothing of it
      seen.add(place);
      if (file !== opened) {
        await handle?.close();
        handle = await open(file);
        opened = file;
      }
      const element = await scan(handle!, dtype, mask, offset, count, piece);
      if (element >= 0) found.push({ name, element });
    }
  } finally {
    await handle?.close();
  }
  return found;
}

async function scan(
  handle: FileHandle,
  dtype: DType,
  mask: number,
  offset: number,
  count: number,
  piece: ArrayBuffer,
): Promise<number> {
  const size = DTYPE_BYTES[dtype];
  const perPiece = PIECE_BYTES / size;
  for (let from = 0; from < count; from += perPiece) {
    const elements = Math.min(perPiece, count - from);
    await handle.read(new Uint8Array(piece, 0, elements * size), 0, elements * size, offset + from * size);
    const at =
      size === 2 ? find(new Uint16Array(piece, 0, elements), mask) : findWide(piece, elements, size, mask);
    if (at >= 0) return from + at;
  }
  return -1;
}

function findWide(piece: ArrayBuffer, elements: number, size: number, mask: number): number {
  const words = new Int32Array(piece, 0, (elements * size) / 4);
  if (size === 4) return find(words, mask);
  for (let i = 1; i < words.length; i += 2) if ((words[i]! & mask) === mask) return (i - 1) / 2;
  return -1;
}

function find(words: Uint16Array | Int32Array, mask: number): number {
  for (let i = 0; i < words.length; i++) if ((words[i]! & mask) === mask) return i;
  return -1;
}
