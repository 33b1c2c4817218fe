import { DTYPE_BYTES } from '@plumb/contract';
import type { TensorEntry } from '../checkpoint.ts';
import type { DataFiles } from './data-files.ts';
import { isRowMajor, spanOf } from './layout.ts';
import { stridedPieces } from './read-strided.ts';

export const LIMITS = {
  /** Bytes of a piece: large enough that a read costs what its bytes cost, small enough to hold several. */
  piece: 8 * 1024 * 1024,
  /** Pieces that are read ahead. */
  ahead: 2,
  /** Buffers in use at once: read ahead, in hand, and on their way to the disk. */
  buffers: 6,
};

/** A part of a tensor's elements in row-major order, not read yet. */
export interface Piece<Owner> {
  readonly owner: Owner;
  readonly bytes: number;
  /** Index of its first element in the tensor. */
  readonly first: number;
  /** Fills `into`, of `bytes` bytes. */
  read(files: DataFiles, into: Uint8Array): Promise<void>;
}

export interface ReadPiece<Owner> {
  readonly owner: Owner;
  readonly first: number;
  /** Valid until `release`. Begins where any typed array may begin. */
  readonly bytes: Uint8Array;
  release(): void;
}

/** What places elements in a file: a tensor, or a storage seen as one. */
export type Placed = Pick<TensorEntry, 'name' | 'dtype' | 'shape' | 'stride' | 'file' | 'offset'>;

/** The elements of a tensor in row-major order, piece by piece; of a view with strides they are gathered. */
export function piecesOf<Owner>(tensor: Placed, owner: Owner): Iterable<Piece<Owner>> {
  return isRowMajor(tensor) ? contiguousPieces(tensor, owner) : stridedPieces(tensor, owner);
}

function* contiguousPieces<Owner>(tensor: Placed, owner: Owner): Generator<Piece<Owner>> {
  const size = DTYPE_BYTES[tensor.dtype];
  const total = spanOf(tensor) * size;
  for (let start = 0; start < total; start += LIMITS.piece) {
    yield {
      owner,
      first: start / size,
      bytes: Math.min(LIMITS.piece, total - start),
      read: (files, into) => files.read(tensor.file, tensor.offset + start, into),
    };
  }
}

/** Reads pieces in order, a few ahead of the one that is handed out, into a fixed set of buffers. */
export async function* readAhead<Owner>(
  files: DataFiles,
  pieces: Iterable<Piece<Owner>>,
): AsyncGenerator<ReadPiece<Owner>> {
  const pool = new BufferPool();
  const queue: Promise<ReadPiece<Owner>>[] = [];
  const take = async (piece: Piece<Owner>): Promise<ReadPiece<Owner>> => {
    const buffer = await pool.acquire();
    const bytes = buffer.subarray(0, piece.bytes);
    await piece.read(files, bytes);
    return { owner: piece.owner, first: piece.first, bytes, release: () => pool.release(buffer) };
  };
  try {
    for (const piece of pieces) {
      const reading = take(piece);
      // a failure is thrown when its turn comes, not as an unhandled rejection
      reading.catch(() => {});
      queue.push(reading);
      if (queue.length > LIMITS.ahead) yield await queue.shift()!;
    }
    while (queue.length > 0) yield await queue.shift()!;
  } finally {
    // nothing may still write into a buffer, or read from a file that is closed next
    pool.abandon();
    await Promise.allSettled(queue);
  }
}

class BufferPool {
  private readonly free: Uint8Array[] = [];
  private readonly waiting: ((buffer: Uint8Array) => void)[] = [];
  private made = 0;

  acquire(): Promise<Uint8Array> {
    const buffer = this.free.pop();
    if (buffer) return Promise.resolve(buffer);
    if (this.made < LIMITS.buffers) {
      this.made++;
      return Promise.resolve(new Uint8Array(new ArrayBuffer(LIMITS.piece)));
    }
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  release(buffer: Uint8Array): void {
    const next = this.waiting.shift();
    if (next) next(buffer);
    else this.free.push(buffer);
  }

  /** Whoever still waits gets a buffer of its own, so that it ends. */
  abandon(): void {
    for (const resolve of this.waiting.splice(0)) resolve(new Uint8Array(LIMITS.piece));
  }
}
