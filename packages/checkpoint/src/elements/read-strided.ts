import { DTYPE_BYTES, elementCount } from '@plumb/contract';
import { PlumbError } from '@plumb/core';
import type { DataFiles } from './data-files.ts';
import { spanOf } from './layout.ts';
import { LIMITS as PIECES, type Piece, type Placed } from './read-pieces.ts';

const LIMITS = {
  /** Bytes of a storage that are held to gather a view. The largest transposed weight of a 7B model has 180 MB. */
  span: 192 * 1024 * 1024,
  /** How many times over a storage may be read to gather a view of it, before that is hours of work. */
  amplification: 64,
};

/** Elements of `shape` and `stride`, from `offset` (in elements from the tensor's first). */
interface Block {
  readonly offset: number;
  readonly shape: readonly number[];
  readonly stride: readonly number[];
}

/** The pieces of a view with strides. Throws `VIEW_TOO_SCATTERED` where gathering would read the file again and again. */
export function* stridedPieces(tensor: Placed): Generator<Piece> {
  const size = DTYPE_BYTES[tensor.dtype];
  const whole = spanOf(tensor) * size;
  let held: Uint8Array | undefined;
  let first = 0;
  for (const block of blocksOf(tensor, size)) {
    const count = elementCount(block.shape);
    const start = block.offset * size;
    yield {
      first,
      bytes: count * size,
      read(files, into) {
        if (whole > LIMITS.span) {
          const span = readSpan(files, tensor, start, spanOf(block) * size);
          gather(span, block, size, into);
          return;
        }
        // the blocks of a transposed weight all span nearly the whole of it: it is read once
        held ??= readSpan(files, tensor, 0, whole);
        gather(held.subarray(start), block, size, into);
      },
    };
    first += count;
  }
}

function readSpan(files: DataFiles, tensor: Placed, start: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  files.read(tensor.file, tensor.offset + start, bytes);
  return bytes;
}

/** Row-major blocks that each fit a piece and lie within one span. */
function* blocksOf(tensor: Placed, size: number): Generator<Block> {
  const { shape, stride } = tensor;
  const fits = (count: number, span: number) => count * size <= PIECES.piece && span * size <= LIMITS.span;
  const inner = (axis: number) => ({ shape: shape.slice(axis), stride: stride.slice(axis) });
  // everything from `axis` on goes into a block, and of the dimension before it as much as fits
  let axis = 0;
  while (axis < shape.length && !fits(elementCount(shape.slice(axis)), spanOf(inner(axis)))) axis++;
  if (axis === 0) return yield { offset: 0, shape, stride };
  const along = axis - 1;
  let group = shape[along]!;
  const one = inner(axis);
  const spanOfGroup = (n: number) => (n - 1) * stride[along]! + spanOf(one);
  while (group > 1 && !fits(group * elementCount(one.shape), spanOfGroup(group)))
    group = Math.ceil(group / 2);
  const outer = shape.slice(0, along);
  const rounds = elementCount(outer) * Math.ceil(shape[along]! / group);
  const whole = spanOf(tensor);
  if (whole * size > LIMITS.span && rounds * spanOfGroup(group) > LIMITS.amplification * whole)
    throw tooScattered(tensor);
  const index = outer.map(() => 0);
  for (let more = true; more; more = advance(index, outer)) {
    const base = index.reduce((sum, at, i) => sum + at * stride[i]!, 0);
    for (let at = 0; at < shape[along]!; at += group) {
      yield {
        offset: base + at * stride[along]!,
        shape: [Math.min(group, shape[along]! - at), ...one.shape],
        stride: stride.slice(along),
      };
    }
  }
}

/** The next index in row-major order; false after the last. */
function advance(index: number[], shape: readonly number[]): boolean {
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    index[axis]!++;
    if (index[axis]! < shape[axis]!) return true;
    index[axis] = 0;
  }
  return false;
}

/** Copies a block's elements out of its span, in row-major order. Bytes are moved, never read as numbers. */
export function gather(span: Uint8Array, block: Omit<Block, 'offset'>, size: number, into: Uint8Array): void {
  const { shape, stride } = block;
  const last = shape.length - 1;
  let to = 0;
  const copy = (axis: number, from: number): void => {
    const step = stride[axis]! * size;
    if (axis < last) {
      for (let i = 0; i < shape[axis]!; i++) copy(axis + 1, from + i * step);
      return;
    }
    const count = shape[axis]!;
    if (step === size) {
      into.set(span.subarray(from, from + count * size), to);
      to += count * size;
      return;
    }
    for (let i = 0, at = from; i < count; i++, at += step)
      for (let byte = 0; byte < size; byte++) into[to++] = span[at + byte]!;
  };
  copy(0, 0);
}

function tooScattered(tensor: Placed): PlumbError {
  return new PlumbError({
    code: 'VIEW_TOO_SCATTERED',
    what: `${tensor.file}: ${tensor.name} of shape [${tensor.shape.join(', ')}] is a view with strides [${tensor.stride.join(', ')}] over ${spanOf(tensor) * DTYPE_BYTES[tensor.dtype]} bytes.`,
    why: `Its rows lie so far apart that gathering them would read the file more than ${LIMITS.amplification} times.`,
    remedy:
      'Save it contiguous where it was made: {name: tensor.contiguous() for name, tensor in state.items()}',
  });
}
