import { DTYPE_BYTES, elementCount } from '@plumb/contract';
import type { TensorEntry } from '../checkpoint.ts';
import type { DataFiles } from '../elements/data-files.ts';
import { decoderOf, type Numbers } from '../elements/decode-elements.ts';
import { makeBuffer, readPieces } from '../elements/read-pieces.ts';

/** How far two tensors of equal element count are apart. */
export interface ValueDifference {
  readonly elements: number;
  /** Elements that are not equal; two NaN are. */
  readonly differing: number;
  /** Largest |a - b| over what is finite on both sides. */
  readonly maxAbs: number;
  /** NaN or infinite on one side only, or of opposite signs. */
  readonly notFinite: number;
}

/** Compares row by row; several tensors on a side follow each other (a split projection). Undefined: not comparable. */
export function compareValues(
  a: readonly TensorEntry[],
  b: readonly TensorEntry[],
  files: DataFiles,
): ValueDifference | undefined {
  const count = (tensors: readonly TensorEntry[]) =>
    tensors.reduce((sum, { shape }) => sum + elementCount(shape), 0);
  const elements = count(a);
  const readable = [...a, ...b].every(({ dtype, offset }) => decoderOf(dtype) && offset >= 0);
  if (!readable || elements !== count(b)) return undefined;
  const left = new Elements(a, files);
  const right = new Elements(b, files);
  const found = { differing: 0, maxAbs: 0, notFinite: 0 };
  while (left.fill() && right.fill()) {
    const length = Math.min(left.available, right.available);
    if (!left.sameBytes(right, length)) compare(left.values, left.at, right.values, right.at, length, found);
    left.skip(length);
    right.skip(length);
  }
  return { elements, ...found };
}

/** The elements of tensors one after the other, a piece at a time. */
class Elements {
  at = 0;
  private decoded: Numbers | undefined;
  private bytes: Uint8Array = new Uint8Array(0);
  private width = 1;
  private dtype = '';
  private length = 0;
  private readonly pieces: Generator<{ tensor: TensorEntry; bytes: Uint8Array }>;

  constructor(tensors: readonly TensorEntry[], files: DataFiles) {
    const buffers = [makeBuffer()];
    this.pieces = (function* () {
      for (const tensor of tensors)
        for (const { bytes } of readPieces(files, tensor, buffers)) yield { tensor, bytes };
    })();
  }

  get available(): number {
    return this.length - this.at;
  }

  /** Decoded only where the bytes are not equal. */
  get values(): Numbers {
    this.decoded ??= decoderOf(this.dtype as TensorEntry['dtype'])!(this.bytes);
    return this.decoded;
  }

  /** False at the end. */
  fill(): boolean {
    if (this.at < this.length) return true;
    const next = this.pieces.next();
    if (next.done) return false;
    const { tensor, bytes } = next.value;
    this.dtype = tensor.dtype;
    this.bytes = bytes;
    this.width = DTYPE_BYTES[tensor.dtype];
    this.length = bytes.length / this.width;
    this.decoded = undefined;
    this.at = 0;
    return true;
  }

  skip(count: number): void {
    this.at += count;
  }

  sameBytes(other: Elements, count: number): boolean {
    if (this.dtype !== other.dtype) return false;
    const { width } = this;
    return Buffer.from(this.bytes.buffer, this.bytes.byteOffset + this.at * width, count * width).equals(
      Buffer.from(other.bytes.buffer, other.bytes.byteOffset + other.at * width, count * width),
    );
  }
}

function compare(
  a: Numbers,
  fromA: number,
  b: Numbers,
  fromB: number,
  length: number,
  found: { differing: number; maxAbs: number; notFinite: number },
): void {
  for (let i = 0; i < length; i++) {
    const x = a[fromA + i]!;
    const y = b[fromB + i]!;
    if (x === y) continue;
    const distance = Math.abs(x - y);
    if (Number.isFinite(distance)) {
      found.differing++;
      if (distance > found.maxAbs) found.maxAbs = distance;
    } else if (!(Number.isNaN(x) && Number.isNaN(y))) {
      found.differing++;
      found.notFinite++;
    }
  }
}
