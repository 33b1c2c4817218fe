import type { ArrayRoom } from '@plumb/core/array-room';
import type { CornerMesh } from './corner-mesh.ts';
import { inOrderOf, splitFaces } from './split-faces.ts';

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

/**
 * The arrays lie in the scratch.
 * @param inOrder keeps the faces in the mesh's order, as blending needs them
 */
export function clusterMesh(mesh: CornerMesh, inOrder: boolean, scratch: ArrayRoom): Cluster[] {
  const place = positionIds(mesh.corners, scratch);
  const groups = inOrder
    ? [inOrderOf(mesh.faces.length / 3, scratch)]
    : splitFaces(mesh, MOST_FACES, scratch);
  const local = scratch.ints(mesh.corners.length / 9).fill(-1);
  const work = { ...mesh, place, local, scratch };
  const clusters: Cluster[] = [];
  for (const group of groups) fitGroup(work, group, clusters);
  return clusters;
}

interface Work extends CornerMesh {
  /** For each corner the first corner at the same place. */
  readonly place: Uint32Array;
  /** Number of a place in the cluster at work, or -1. */
  readonly local: Int32Array;
  readonly scratch: ArrayRoom;
}

/** Places in the cluster at work. */
const IDS = new Uint32Array(MOST_VERTICES);

/** A group cut wherever the limits demand it. */
function fitGroup(work: Work, group: Uint32Array, clusters: Cluster[]): void {
  const { faces, place, local } = work;
  let count = 0;
  let first = 0;
  const close = (end: number) => {
    clusters.push(makeCluster(work, group.subarray(first, end), count));
    for (let i = 0; i < count; i++) local[IDS[i]!] = -1;
    count = 0;
    first = end;
  };
  for (let i = 0; i < group.length; i++) {
    const at = group[i]! * 3;
    let fresh = 0;
    for (let k = at; k < at + 3; k++) if (local[place[faces[k]!]!]! < 0) fresh++;
    if (count + fresh > MOST_VERTICES || i - first >= MOST_FACES) close(i);
    for (let k = at; k < at + 3; k++) {
      const id = place[faces[k]!]!;
      if (local[id]! >= 0) continue;
      local[id] = count;
      IDS[count++] = id;
    }
  }
  close(group.length);
}

/** For each corner the first corner at the same place. */
function positionIds(corners: Float32Array, scratch: ArrayRoom): Uint32Array {
  const count = corners.length / 9;
  const bits = new Uint32Array(corners.buffer, corners.byteOffset, corners.length);
  let size = 16;
  while (size < count * 2) size *= 2;
  const slots = scratch.ints(size).fill(-1);
  const out = scratch.words(count);
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

function makeCluster(work: Work, group: Uint32Array, count: number): Cluster {
  const { corners, faces, place, local, scratch } = work;
  const padded = (count + 3) & ~3;
  const vertices = scratch.floats(padded * 3);
  for (let i = 0; i < padded; i++) {
    const from = IDS[Math.min(i, count - 1)]! * 9;
    for (let k = 0; k < 3; k++) vertices[k * padded + i] = corners[from + k]!;
  }
  const packed = scratch.words(group.length * 2);
  for (let i = 0; i < group.length; i++) {
    const face = group[i]!;
    const a = local[place[faces[face * 3]!]!]!;
    const b = local[place[faces[face * 3 + 1]!]!]!;
    const c = local[place[faces[face * 3 + 2]!]!]!;
    packed[i * 2] = a | (b << 8) | (c << 16);
    packed[i * 2 + 1] = face;
  }
  return {
    ...sphereOf(vertices, padded),
    ...coneOf(vertices, padded, packed),
    vertices,
    vertexCount: count,
    faces: packed,
  };
}

function sphereOf(vertices: Float32Array, padded: number): Pick<Cluster, 'centre' | 'radius'> {
  const middle = (from: number) => {
    let low = Infinity;
    let high = -Infinity;
    for (let i = from; i < from + padded; i++) {
      const value = vertices[i]!;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    return (low + high) / 2;
  };
  const centre = [middle(0), middle(padded), middle(2 * padded)] as const;
  let square = 0;
  for (let i = 0; i < padded; i++) {
    const x = vertices[i]! - centre[0];
    const y = vertices[padded + i]! - centre[1];
    const z = vertices[2 * padded + i]! - centre[2];
    square = Math.max(square, x * x + y * y + z * z);
  }
  const radius = Math.sqrt(square);
  return { centre, radius: radius + MARGIN * (radius + Math.hypot(...centre)) };
}

/** Unit normals of the faces of the cluster at work. */
const NORMALS = new Float64Array(MOST_FACES * 3);

function coneOf(p: Float32Array, padded: number, faces: Uint32Array): Pick<Cluster, 'axis' | 'sine'> {
  const count = faces.length / 2;
  let [ax, ay, az] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    const face = faces[i * 2]!;
    const a = face & 255;
    const b = (face >> 8) & 255;
    const c = (face >> 16) & 255;
    const ux = p[b]! - p[a]!;
    const uy = p[padded + b]! - p[padded + a]!;
    const uz = p[2 * padded + b]! - p[2 * padded + a]!;
    const vx = p[c]! - p[a]!;
    const vy = p[padded + c]! - p[padded + a]!;
    const vz = p[2 * padded + c]! - p[2 * padded + a]!;
    const x = uy * vz - uz * vy;
    const y = uz * vx - ux * vz;
    const z = ux * vy - uy * vx;
    const length = Math.sqrt(x * x + y * y + z * z);
    // too thin to have a direction, and rounding may show it from either side
    if (length < 1e-14) return { axis: [0, 0, 1], sine: 2 };
    NORMALS[i * 3] = x / length;
    NORMALS[i * 3 + 1] = y / length;
    NORMALS[i * 3 + 2] = z / length;
    ax += x / length;
    ay += y / length;
    az += z / length;
  }
  const length = Math.hypot(ax, ay, az);
  if (length < 1e-6) return { axis: [0, 0, 1], sine: 2 };
  const axis = [ax / length, ay / length, az / length] as const;
  let cosine = 1;
  for (let i = 0; i < count * 3; i += 3)
    cosine = Math.min(cosine, NORMALS[i]! * axis[0] + NORMALS[i + 1]! * axis[1] + NORMALS[i + 2]! * axis[2]);
  // a little wider, for vertices that snapping moves
  const angle = Math.acos(Math.max(-1, Math.min(1, cosine))) + 0.02;
  return { axis, sine: angle >= Math.PI / 2 ? 2 : Math.sin(angle) };
}
