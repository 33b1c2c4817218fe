import type { CornerMesh } from './corner-mesh.ts';
import { splitFaces } from './split-faces.ts';

/** Triangles that lie together, with the positions that they use: what is culled, transformed and drawn at once. */
export interface Cluster {
  readonly centre: readonly [number, number, number];
  readonly radius: number;
  readonly axis: readonly [number, number, number];
  /** Sine of the largest angle between a normal and the axis; above 1 where that is 90 degrees or more. */
  readonly sine: number;
  /** `[3, n]`: all x, all y, all z, n rounded up to a multiple of 4 by repeating the last. */
  readonly vertices: Float32Array;
  readonly vertexCount: number;
  /** `[faces, 2]`: three vertices in 8 bits each, lowest first, and the index of the face in the mesh. */
  readonly faces: Uint32Array;
}

/** What the kernel's scratch holds (`CLUSTER_MAX_VERTICES`). */
const MOST_VERTICES = 128;
/** Smaller ones cull better, larger ones share more vertices. */
const MOST_FACES = 96;
/** Added to bounds so that rounding in the kernel never culls what it would have drawn; relative to the mesh. */
const MARGIN = 1e-5;

/** @param inOrder keeps the faces in the mesh's order, as blending needs them */
export function clusterMesh(mesh: CornerMesh, inOrder: boolean): Cluster[] {
  const place = positionIds(mesh.corners);
  const all = Uint32Array.from({ length: mesh.faces.length / 3 }, (_, i) => i);
  const groups = inOrder ? [all] : splitFaces(mesh, MOST_FACES);
  const local = new Int32Array(mesh.corners.length / 9).fill(-1);
  return groups.flatMap((group) => fitGroup(mesh, place, group, local));
}

/** A group cut wherever the limits demand it. */
function fitGroup(mesh: CornerMesh, place: Uint32Array, group: Uint32Array, local: Int32Array): Cluster[] {
  const clusters: Cluster[] = [];
  let ids: number[] = [];
  let first = 0;
  const close = (end: number) => {
    clusters.push(makeCluster(mesh, place, group.subarray(first, end), ids, local));
    for (const id of ids) local[id] = -1;
    ids = [];
    first = end;
  };
  for (const [i, face] of group.entries()) {
    const at = face * 3;
    const vertices = [place[mesh.faces[at]!]!, place[mesh.faces[at + 1]!]!, place[mesh.faces[at + 2]!]!];
    let fresh = 0;
    for (const id of vertices) if (local[id]! < 0) fresh++;
    if (ids.length + fresh > MOST_VERTICES || i - first >= MOST_FACES) close(i);
    for (const id of vertices) {
      if (local[id]! >= 0) continue;
      local[id] = ids.length;
      ids.push(id);
    }
  }
  close(group.length);
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
  group: Uint32Array,
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
  const packed = new Uint32Array(group.length * 2);
  for (const [i, face] of group.entries()) {
    const vertex = (k: 0 | 1 | 2) => local[place[faces[face * 3 + k]!]!]!;
    packed[i * 2] = vertex(0) | (vertex(1) << 8) | (vertex(2) << 16);
    packed[i * 2 + 1] = face;
  }
  return {
    centre,
    radius,
    ...coneOf(vertices, padded, packed),
    vertices,
    vertexCount: ids.length,
    faces: packed,
  };
}

function coneOf(vertices: Float32Array, padded: number, faces: Uint32Array): Pick<Cluster, 'axis' | 'sine'> {
  const normals: number[][] = [];
  const axis: [number, number, number] = [0, 0, 0];
  for (let i = 0; i < faces.length; i += 2) {
    const face = faces[i]!;
    const [a, b, c] = [face & 255, (face >> 8) & 255, (face >> 16) & 255] as const;
    const edge = (k: 0 | 1 | 2, to: number) => vertices[k * padded + to]! - vertices[k * padded + a]!;
    const u = [edge(0, b), edge(1, b), edge(2, b)] as const;
    const v = [edge(0, c), edge(1, c), edge(2, c)] as const;
    const n = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]] as const;
    const length = Math.hypot(n[0], n[1], n[2]);
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
