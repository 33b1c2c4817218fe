import { DTYPE_BYTES } from '@plumb/contract';
import type { TensorEntry } from '../checkpoint.ts';
import type { DataFiles } from './data-files.ts';
import { isRowMajor, spanOf } from './layout.ts';
import { stridedPieces } from './read-strided.ts';

export const LIMITS = {
  /**
   * Bytes of a piece: it stays in the processor's cache between read and write. Linux 6.18 keeps one write in one block
   * of its cache where it can, and to find 512 kB in one block takes it four times as long as twice 256 kB.
   */
  piece: 256 * 1024,
};

/** A part of a tensor's elements in row-major order, not read yet. */
export interface Piece {
  readonly bytes: number;
  /** Index of its first element in the tensor. */
  readonly first: number;
  /** Fills `into`, of `bytes` bytes. */
  read(files: DataFiles, into: Uint8Array): void;
}

/** What places elements in a file: a tensor, or a storage seen as one. */
export type Placed = Pick<TensorEntry, 'name' | 'dtype' | 'shape' | 'stride' | 'file' | 'offset'>;

/** The elements of a tensor in row-major order, piece by piece; of a view with strides they are gathered. */
export function piecesOf(tensor: Placed): Iterable<Piece> {
  return isRowMajor(tensor) ? contiguousPieces(tensor) : stridedPieces(tensor);
}

function* contiguousPieces(tensor: Placed): Generator<Piece> {
  const size = DTYPE_BYTES[tensor.dtype];
  const total = spanOf(tensor) * size;
  for (let start = 0; start < total; start += LIMITS.piece) {
    yield {
      first: start / size,
      bytes: Math.min(LIMITS.piece, total - start),
      read: (files, into) => files.read(tensor.file, tensor.offset + start, into),
    };
  }
}

export interface ReadPiece {
  readonly first: number;
  /** Valid until its buffer's turn comes again. Begins where any typed array may begin. */
  readonly bytes: Uint8Array;
}

/**
 * On a page of its own: glibc puts 16 bytes before a large block. Copying to a place a few bytes after a multiple of
 * 4096 from such a multiple costs AMD's EPYC twice the time (the addresses seem to overlap), and files begin at one.
 */
export const makeBuffer = () => new Uint8Array(new ArrayBuffer(LIMITS.piece + 4096), 4080, LIMITS.piece);
const shared = [makeBuffer()];

/** Reads a tensor piece by piece into the given buffers in turn; without any, into one that all share. */
export function* readPieces(files: DataFiles, tensor: Placed, buffers = shared): Generator<ReadPiece> {
  let turn = 0;
  for (const piece of piecesOf(tensor)) {
    const bytes = buffers[turn++ % buffers.length]!.subarray(0, piece.bytes);
    piece.read(files, bytes);
    yield { first: piece.first, bytes };
  }
}
