import { type FileHandle, open } from 'node:fs/promises';
import type { TensorEntry } from '@plumb/checkpoint';
import { DTYPE_BYTES, type DType, elementCount } from '@plumb/contract';

/** Bytes read at a time: enough to hide the system call, little beside the model. A multiple of what `mayHold` takes at once. */
const PIECE_BYTES = 4 * 1024 * 1024;

/** A tensor with a number that is none, and the first such element. */
export interface NotFinite {
  readonly name: string;
  readonly element: number;
}

/**
 * Bits of the exponents in two neighbouring 32-bit words: all ones is NaN or infinity. float64 has its exponent in the upper
 * word of each number.
 */
const EXPONENTS: Partial<Record<DType, readonly [even: number, odd: number]>> = {
  float32: [0x7f800000, 0x7f800000],
  float64: [0, 0x7ff00000],
  float16: [0x7c007c00, 0x7c007c00],
  bfloat16: [0x7f807f80, 0x7f807f80],
};

interface Piece {
  readonly tensor: TensorEntry;
  /** Elements of the tensor before this piece. */
  readonly from: number;
  readonly elements: number;
}

/** Reads all numbers once, in the order of the file, a piece ahead. Integers have no NaN and are left out. */
export async function findNotFinite(tensors: readonly TensorEntry[]): Promise<NotFinite[]> {
  const found = new Map<string, NotFinite>();
  const handles = new Map<string, FileHandle>();
  const buffers = [new ArrayBuffer(PIECE_BYTES), new ArrayBuffer(PIECE_BYTES)] as const;
  const pieces = [...cut(tensors)];
  const read = async (at: number): Promise<Int32Array | undefined> => {
    const piece = pieces[at];
    if (!piece) return undefined;
    const { file, dtype, offset } = piece.tensor;
    const handle = handles.get(file) ?? (await open(file));
    handles.set(file, handle);
    const size = DTYPE_BYTES[dtype];
    const bytes = piece.elements * size;
    const buffer = buffers[at % 2]!;
    const padded = Math.ceil(bytes / STRIDE_BYTES) * STRIDE_BYTES;
    // zeros where no bytes come to lie
    const view = new Uint8Array(buffer, 0, padded).fill(0, bytes);
    await handle.read(view, 0, bytes, offset + piece.from * size);
    return new Int32Array(buffer, 0, padded / 4);
  };
  try {
    let next = read(0);
    for (const [i, { tensor, from }] of pieces.entries()) {
      const words = (await next)!;
      next = read(i + 1);
      // nobody awaits it if the loop ends by an error
      next.catch(() => {});
      const { name, dtype } = tensor;
      if (found.has(name) || !mayHold(words, EXPONENTS[dtype]!)) continue;
      found.set(name, { name, element: from + firstElement(words, dtype) });
    }
  } finally {
    await Promise.all([...handles.values()].map((handle) => handle.close()));
  }
  return [...found.values()];
}
