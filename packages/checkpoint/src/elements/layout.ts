import { elementCount } from '@plumb/contract';

/** How a tensor lies in its storage: shape and strides in elements. */
export interface Layout {
  readonly shape: readonly number[];
  readonly stride: readonly number[];
}

/** Strides of a contiguous tensor, as torch gives them: an empty dimension counts as one. */
export function rowMajorStride(shape: readonly number[]): number[] {
  const stride = new Array<number>(shape.length);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    stride[axis] = step;
    step *= Math.max(1, shape[axis]!);
  }
  return stride;
}

/** True where row-major order is the order in the storage; the stride of a dimension of one does not matter. */
export function isRowMajor({ shape, stride }: Layout): boolean {
  if (elementCount(shape) === 0) return true;
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && stride[axis] !== step) return false;
    step *= shape[axis]!;
  }
  return true;
}

/** Elements from the first to the last one touched, both counted; 0 for an empty tensor. */
export function spanOf({ shape, stride }: Layout): number {
  let last = 0;
  for (let axis = 0; axis < shape.length; axis++) {
    if (shape[axis] === 0) return 0;
    last += (shape[axis]! - 1) * stride[axis]!;
  }
  return last + 1;
}
