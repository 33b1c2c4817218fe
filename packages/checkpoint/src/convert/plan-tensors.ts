import { DTYPE_BYTES, type DType, elementCount } from '@plumb/contract';
import { PlumbError } from '@plumb/core';
import type { TensorEntry } from '../checkpoint.ts';
import { decoderOf, isFloating } from '../elements/decode-elements.ts';
import { isRowMajor, rowMajorStride, spanOf } from '../elements/layout.ts';
import { type CastDtype, roundElements } from '../elements/round-elements.ts';
import type { OutputStorage, OutputTensor, Transform } from './output-plan.ts';

const LIMITS = {
  /** Times the bytes of the files that views may grow to when they are written out: expanded views have no bound. */
  growth: 64,
};

/** A tensor of the output as asked for: a source, perhaps a merge. */
export interface WantedTensor {
  readonly name: string;
  readonly source: TensorEntry;
  /** Adds to the elements before they are rounded: a merged adapter. Float32 in, float32 out. */
  readonly merge?: OutputStorage['transform'];
}

export interface PlanOptions {
  readonly cast?: CastDtype | undefined;
  /** Tensors that share bytes go on sharing them. */
  readonly share: boolean;
  /** Called after each piece that was rounded. */
  readonly onOverflow?: ((name: string, values: number) => void) | undefined;
}

/** A storage for each tensor, or one for all that share bytes of the source. */
export function planTensors(wanted: readonly WantedTensor[], options: PlanOptions): OutputTensor[] {
  const planned = new Map<WantedTensor, OutputTensor>();
  for (const group of options.share ? groupByBytes(wanted) : wanted.map((tensor) => [tensor]))
    for (const [tensor, output] of planGroup(group, options)) planned.set(tensor, output);
  return wanted.map((tensor) => planned.get(tensor)!);
}

/** Throws `VIEWS_TOO_LARGE` where writing views out would fill a disk from a small file. */
export function checkGrowth(tensors: readonly OutputTensor[], fileBytes: number, path: string): void {
  const bytes = [...new Set(tensors.map(({ storage }) => storage))].reduce(
    (sum, { bytes }) => sum + bytes,
    0,
  );
  if (bytes <= LIMITS.growth * Math.max(fileBytes, 2 ** 20)) return;
  throw new PlumbError({
    code: 'VIEWS_TOO_LARGE',
    what: `${path} has ${fileBytes} bytes, but its tensors written out would have ${bytes}.`,
    why: 'It holds expanded views, whose elements are all the same few bytes of the file.',
    remedy: 'Leave such tensors out, or save the checkpoint again without expand().',
  });
}

/** Tensors of one dtype whose bytes overlap, in the order of the first of each. */
export function groupByBytes(wanted: readonly WantedTensor[]): WantedTensor[][] {
  const ranges = wanted
    .map((tensor, order) => {
      const { source } = tensor;
      const width = DTYPE_BYTES[source.dtype];
      return { tensor, order, start: source.offset, end: source.offset + spanOf(source) * width };
    })
    .sort(
      (a, b) => compare(a.tensor.source.file, b.tensor.source.file) || a.start - b.start || a.end - b.end,
    );
  const groups: { order: number; end: number; tensors: { tensor: WantedTensor; order: number }[] }[] = [];
  for (const { tensor, order, start, end } of ranges) {
    const last = groups.at(-1);
    const other = last?.tensors[0]?.tensor.source;
    const sameKind = other?.file === tensor.source.file && other.dtype === tensor.source.dtype;
    const merges = tensor.merge ?? last?.tensors[0]?.tensor.merge;
    const apart = other && (start - other.offset) % DTYPE_BYTES[other.dtype] !== 0;
    if (last && sameKind && !apart && start < last.end && !merges) {
      last.tensors.push({ tensor, order });
      last.end = Math.max(last.end, end);
      last.order = Math.min(last.order, order);
    } else groups.push({ order, end, tensors: [{ tensor, order }] });
  }
  return groups
    .sort((a, b) => a.order - b.order)
    .map(({ tensors }) => tensors.sort((a, b) => a.order - b.order).map(({ tensor }) => tensor));
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function* planGroup(
  group: readonly WantedTensor[],
  options: PlanOptions,
): Generator<[WantedTensor, OutputTensor]> {
  const [first] = group;
  if (first === undefined) return;
  if (group.length === 1) {
    const { name, source } = first;
    const storage = planStorage(name, source, first.merge, options);
    yield [
      first,
      { name, storage, shape: source.shape, stride: rowMajorStride(source.shape), storageOffset: 0 },
    ];
    return;
  }
  const width = DTYPE_BYTES[first.source.dtype];
  const start = Math.min(...group.map(({ source }) => source.offset));
  const end = Math.max(...group.map(({ source }) => source.offset + spanOf(source) * width));
  // the bytes that they share, as one tensor
  const whole = { ...first.source, offset: start, shape: [(end - start) / width], stride: [1] };
  const storage = planStorage(first.name, whole, undefined, options);
  for (const tensor of group) {
    const { shape, stride, offset } = tensor.source;
    yield [tensor, { name: tensor.name, storage, shape, stride, storageOffset: (offset - start) / width }];
  }
}

/** Not read as numbers, and written as they are. */
const COPIED: ReadonlySet<DType> = new Set(['complex32', 'complex64', 'complex128', 'float4_e2m1fn_x2']);

function notWritable(name: string, { dtype, file }: TensorEntry): PlumbError {
  return new PlumbError({
    code: 'DTYPE_NOT_WRITABLE',
    what: `${file}: ${name} is quantised (${dtype}).`,
    why: 'Its numbers need scales that lie elsewhere, or in blocks that neither torch nor safetensors has; bytes alone would be wrong.',
    remedy: 'Convert the unquantised checkpoint that it was made from.',
  });
}

function planStorage(
  name: string,
  source: TensorEntry,
  merge: OutputStorage['transform'],
  { cast, onOverflow }: PlanOptions,
): OutputStorage {
  if (decoderOf(source.dtype) === undefined && !COPIED.has(source.dtype)) throw notWritable(name, source);
  const dtype: DType = cast !== undefined && isFloating(source.dtype) ? cast : source.dtype;
  const bytes = elementCount(source.shape) * DTYPE_BYTES[dtype];
  if (dtype === source.dtype && merge === undefined) return { source, dtype, bytes };
  const decode = decoderOf(source.dtype)!;
  const round = (values: ReturnType<typeof decode>): Uint8Array => {
    const rounded = roundElements(values, dtype as CastDtype);
    if (rounded.overflowed > 0) onOverflow?.(name, rounded.overflowed);
    return rounded.bytes;
  };
  return {
    source,
    dtype,
    bytes,
    transform: (files): Transform => {
      const add = merge?.(files);
      if (add === undefined) return (piece) => round(decode(piece));
      return (piece, first) => {
        const values = Float32Array.from(decode(piece));
        add(new Uint8Array(values.buffer), first);
        return round(values);
      };
    },
  };
}

/** Tensors that were views with strides of their own, and are written out row by row. */
export function countGathered(tensors: readonly OutputTensor[]): number {
  return tensors.filter(({ storage }) => !isRowMajor(storage.source)).length;
}
