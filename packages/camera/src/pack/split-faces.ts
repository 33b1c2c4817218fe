import type { ArrayRoom } from '@plumb/core/array-room';
import type { CornerMesh } from './corner-mesh.ts';

/** How much turning a face by a right angle counts, in sizes of the group that is split: keeps what faces away apart. */
const TURN = 0.7;

/** All faces as one group. */
export function inOrderOf(count: number, scratch: ArrayRoom): Uint32Array {
  const order = scratch.words(count);
  for (let i = 0; i < count; i++) order[i] = i;
  return order;
}

/**
 * Groups of at most `most` faces that lie together and face alike: halves along whatever spreads the faces most,
 * place or direction.
 */
export function splitFaces(mesh: CornerMesh, most: number, scratch: ArrayRoom): Uint32Array[] {
  const count = mesh.faces.length / 3;
  const features = featuresOf(mesh, scratch);
  const order = inOrderOf(count, scratch);
  const groups: Uint32Array[] = [];
  const split = (from: number, to: number) => {
    if (to - from <= most) {
      groups.push(order.subarray(from, to).sort());
      return;
    }
    const axis = widestAxis(features, order, from, to);
    const middle = (from + to) >> 1;
    select(order, features, axis, from, to - 1, middle);
    split(from, middle);
    split(middle, to);
  };
  split(0, count);
  return groups;
}

/** Six numbers a face: centre, unit normal. */
function featuresOf({ corners: p, faces }: CornerMesh, scratch: ArrayRoom): Float32Array {
  const features = scratch.floats(faces.length * 2);
  for (let face = 0; face < faces.length / 3; face++) {
    const a = faces[face * 3]! * 9;
    const b = faces[face * 3 + 1]! * 9;
    const c = faces[face * 3 + 2]! * 9;
    const ux = p[b]! - p[a]!;
    const uy = p[b + 1]! - p[a + 1]!;
    const uz = p[b + 2]! - p[a + 2]!;
    const vx = p[c]! - p[a]!;
    const vy = p[c + 1]! - p[a + 1]!;
    const vz = p[c + 2]! - p[a + 2]!;
    const x = uy * vz - uz * vy;
    const y = uz * vx - ux * vz;
    const z = ux * vy - uy * vx;
    const length = Math.sqrt(x * x + y * y + z * z) || 1;
    for (let k = 0; k < 3; k++) features[face * 6 + k] = (p[a + k]! + p[b + k]! + p[c + k]!) / 3;
    features[face * 6 + 3] = x / length;
    features[face * 6 + 4] = y / length;
    features[face * 6 + 5] = z / length;
  }
  return features;
}

function widestAxis(features: Float32Array, order: Uint32Array, from: number, to: number): number {
  const low = new Float64Array(6).fill(Infinity);
  const high = new Float64Array(6).fill(-Infinity);
  for (let i = from; i < to; i++) {
    const at = order[i]! * 6;
    for (let k = 0; k < 6; k++) {
      const value = features[at + k]!;
      if (value < low[k]!) low[k] = value;
      if (value > high[k]!) high[k] = value;
    }
  }
  const spread = high.map((value, k) => value - low[k]!);
  const size = Math.max(spread[0]!, spread[1]!, spread[2]!);
  let widest = 0;
  for (let k = 0; k < 6; k++) {
    if (k >= 3) spread[k]! *= (TURN * size) / Math.SQRT2;
    if (spread[k]! > spread[widest]!) widest = k;
  }
  return widest;
}

/** Quickselect: what is smaller than the element that belongs at `middle` goes before it. */
function select(
  order: Uint32Array,
  features: Float32Array,
  axis: number,
  first: number,
  last: number,
  middle: number,
): void {
  let from = first;
  let to = last;
  while (to > from) {
    const pivot = features[order[(from + to) >> 1]! * 6 + axis]!;
    let i = from;
    let j = to;
    while (i <= j) {
      while (features[order[i]! * 6 + axis]! < pivot) i++;
      while (features[order[j]! * 6 + axis]! > pivot) j--;
      if (i > j) break;
      const swap = order[i]!;
      order[i++] = order[j]!;
      order[j--] = swap;
    }
    if (middle <= j) to = j;
    else if (middle >= i) from = i;
    else return;
  }
}
