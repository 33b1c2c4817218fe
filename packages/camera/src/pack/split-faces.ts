import type { CornerMesh } from './corner-mesh.ts';

/** How much turning a face by a right angle counts, in sizes of the group that is split: keeps what faces away apart. */
const TURN = 0.7;

/**
 * Groups of at most `most` faces that lie together and face alike: halves along whatever spreads the faces most,
 * place or direction.
 */
export function splitFaces({ corners, faces }: CornerMesh, most: number): Uint32Array[] {
  const count = faces.length / 3;
  // six numbers a face: centre, normal
  const features = new Float32Array(count * 6);
  for (let face = 0; face < count; face++) {
    const a = faces[face * 3]! * 9;
    const b = faces[face * 3 + 1]! * 9;
    const c = faces[face * 3 + 2]! * 9;
    const u = difference(corners, b, a);
    const v = difference(corners, c, a);
    const n = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
    const length = Math.hypot(n[0]!, n[1]!, n[2]!) || 1;
    for (let k = 0; k < 3; k++) {
      features[face * 6 + k] = (corners[a + k]! + corners[b + k]! + corners[c + k]!) / 3;
      features[face * 6 + 3 + k] = n[k]! / length;
    }
  }
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  const groups: Uint32Array[] = [];
  const split = (from: number, to: number) => {
    if (to - from <= most) {
      groups.push(order.slice(from, to).sort());
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

function difference(p: Float32Array, to: number, from: number): [number, number, number] {
  return [p[to]! - p[from]!, p[to + 1]! - p[from + 1]!, p[to + 2]! - p[from + 2]!];
}

function widestAxis(features: Float32Array, order: Uint32Array, from: number, to: number): number {
  const spread = [0, 0, 0, 0, 0, 0];
  for (let k = 0; k < 6; k++) {
    let low = Infinity;
    let high = -Infinity;
    for (let i = from; i < to; i++) {
      const value = features[order[i]! * 6 + k]!;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    spread[k] = high - low;
  }
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
