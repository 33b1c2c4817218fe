import type { CornerMesh } from './corner-mesh.ts';

/** Consecutive triangles of a mesh with the positions that they use: what is culled, transformed and drawn at once. */
export interface Cluster {
  readonly centre: readonly [number, number, number];
  readonly radius: number;
  readonly axis: readonly [number, number, number];
  /** Sine of the largest angle between a normal and the axis; above 1 where that is 90 degrees or more. */
  readonly sine: number;
  /** `[3, n]`: all x, all y, all z, n rounded up to a multiple of 4 by repeating the last. */
  readonly vertices: Float32Array;
  readonly vertexCount: number;
  /** A triangle's three vertices in 8 bits each, lowest first. */
  readonly faces: Uint32Array;
  readonly firstFace: number;
}

/** What the kernel's scratch holds (`CLUSTER_MAX_VERTICES`). */
const MOST_VERTICES = 128;
/** So that a cluster that is seen at its rim costs little; larger made frames slower. */
const MOST_FACES = 96;
/** Added to bounds so that rounding in the kernel never culls what it would have drawn; relative to the mesh. */
const MARGIN = 1e-5;

export function clusterMesh(mesh: CornerMesh): Cluster[] {
  const { corners, faces } = mesh;
  const place = positionIds(corners);
  const clusters: Cluster[] = [];
  const used = new Int32Array(corners.length / 9).fill(-1);
  let ids: number[] = [];
  let first = 0;
  const total = faces.length / 3;
  const close = (end: number) => {
    if (end > first) clusters.push(makeCluster(mesh, place, first, end, ids, used));
    for (const id of ids) used[id] = -1;
    ids = [];
    first = end;
  };
  for (let face = 0; face < total; face++) {
    let fresh = 0;
    for (let k = 0; k < 3; k++) if (used[place[faces[face * 3 + k]!]!]! < 0) fresh++;
    if (ids.length + fresh > MOST_VERTICES || face - first >= MOST_FACES) close(face);
    for (let k = 0; k < 3; k++) {
      const id = place[faces[face * 3 + k]!]!;
      if (used[id]! >= 0) continue;
      used[id] = ids.length;
      ids.push(id);
    }
  }
  close(total);
  return clusters;
}

/** For each corner the first corner at the same place. */
function positionIds(corners: Float32Array): Uint32Array {
  const count = corners.length / 9;
  const bits = new Uint32Array(corners.buffer, corners.byteOffset, corners.length);
  let size = 16;
  while (size < count * 2) size *= 2;
  const slots = new Int32Array(size).fill(-1);
  const out = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    const x = bits[i * 9]!;
    const y = bits[i * 9 + 1]!;
    const z = bits[i * 9 + 2]!;
    let hash = Math.imul(x, 73856093) ^ Math.imul(y, 19349663) ^ Math.imul(z, 83492791);
    hash ^= hash >>> 15;
    for (let slot = hash & (size - 1); ; slot = (slot + 1) & (size - 1)) {
      const found = slots[slot]!;
      if (found < 0) {
        slots[slot] = i;
        out[i] = i;
        break;
      }
      if (bits[found * 9] === x && bits[found * 9 + 1] === y && bits[found * 9 + 2] === z) {
        out[i] = found;
        break;
      }
    }
  }
  return out;
}

function makeCluster(
  { corners, faces }: CornerMesh,
  place: Uint32Array,
  first: number,
  end: number,
  ids: readonly number[],
  local: Int32Array,
): Cluster {
  const padded = (ids.length + 3) & ~3;
  const vertices = new Float32Array(padded * 3);
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (let i = 0; i < padded; i++) {
    const from = ids[Math.min(i, ids.length - 1)]! * 9;
    for (let k = 0; k < 3; k++) {
      const value = corners[from + k]!;
      vertices[k * padded + i] = value;
      low[k] = Math.min(low[k]!, value);
      high[k] = Math.max(high[k]!, value);
    }
  }
  const centre = low.map((value, k) => (value + high[k]!) / 2) as [number, number, number];
  let radius = 0;
  for (let i = 0; i < ids.length; i++) {
    const x = vertices[i]! - centre[0];
    const y = vertices[padded + i]! - centre[1];
    const z = vertices[2 * padded + i]! - centre[2];
    radius = Math.max(radius, Math.hypot(x, y, z));
  }
  radius += MARGIN * (radius + Math.hypot(...centre));
  const packed = new Uint32Array(end - first);
  for (let face = first; face < end; face++) {
    const [a, b, c] = [0, 1, 2].map((k) => local[place[faces[face * 3 + k]!]!]!);
    packed[face - first] = a! | (b! << 8) | (c! << 16);
  }
  return {
    centre,
    radius,
    ...coneOf(vertices, padded, packed),
    vertices,
    vertexCount: ids.length,
    faces: packed,
    firstFace: first,
  };
}

function coneOf(vertices: Float32Array, padded: number, faces: Uint32Array): Pick<Cluster, 'axis' | 'sine'> {
  const normals: number[][] = [];
  const axis: [number, number, number] = [0, 0, 0];
  for (const face of faces) {
    const a = face & 255;
    const b = (face >> 8) & 255;
    const c = (face >> 16) & 255;
    const u = [0, 1, 2].map((k) => vertices[k * padded + b]! - vertices[k * padded + a]!);
    const v = [0, 1, 2].map((k) => vertices[k * padded + c]! - vertices[k * padded + a]!);
    const n = [u[1]! * v[2]! - u[2]! * v[1]!, u[2]! * v[0]! - u[0]! * v[2]!, u[0]! * v[1]! - u[1]! * v[0]!];
    const length = Math.hypot(n[0]!, n[1]!, n[2]!);
    // too thin to have a direction, and rounding may show it from either side
    if (length < 1e-14) return { axis: [0, 0, 1], sine: 2 };
    const unit = n.map((value) => value / length);
    normals.push(unit);
    for (let k = 0; k < 3; k++) axis[k]! += unit[k]!;
  }
  const length = Math.hypot(...axis);
  if (length < 1e-6) return { axis: [0, 0, 1], sine: 2 };
  for (let k = 0; k < 3; k++) axis[k]! /= length;
  let cosine = 1;
  for (const n of normals) cosine = Math.min(cosine, n[0]! * axis[0] + n[1]! * axis[1] + n[2]! * axis[2]);
  // a little wider, for vertices that snapping moves
  const angle = Math.acos(Math.max(-1, Math.min(1, cosine))) + 0.02;
  return { axis, sine: angle >= Math.PI / 2 ? 2 : Math.sin(angle) };
}
