import type { LocalPose } from '@plumb/contract';
import type { Vector } from '../pose.ts';
import { principalAxes } from './principal-axes.ts';

/** MJCF's density of a geom that gives none, kg/m³. It scales the matrix against the solver's fixed tolerance. */
const DENSITY = 1000;
const round = Math.fround;
const LEAST_VOLUME = 1e-15;
const PAIRS = [
  [0, 0],
  [1, 1],
  [2, 2],
  [0, 1],
  [0, 2],
  [1, 2],
] as const;

/**
 * The frame that MuJoCo 2.3.7 gives a mesh: its centre of mass and principal axes, by pyramids that all count as
 * positive (mjCMesh::Process). Undefined where the mesh encloses no volume. Metres, in the frame of the file.
 */
export function inertiaFrame(vertices: Float32Array, faces: Uint32Array): LocalPose | undefined {
  const centroid: Vector = [0, 0, 0];
  let area = 0;
  eachTriangle(vertices, faces, [0, 0, 0], (triangle) => {
    for (let k = 0; k < 3; k++) centroid[k]! += triangle.area * triangle.centre[k]!;
    area += triangle.area;
  });
  if (area < LEAST_VOLUME) return undefined;
  for (let k = 0; k < 3; k++) centroid[k]! /= area;

  const position: Vector = [0, 0, 0];
  let volume = 0;
  eachTriangle(vertices, faces, [0, 0, 0], ({ area, normal, centre }) => {
    const height = dot(normal, [centre[0] - centroid[0], centre[1] - centroid[1], centre[2] - centroid[2]]);
    const pyramid = Math.abs((height * area) / 3);
    volume += pyramid;
    for (let k = 0; k < 3; k++) position[k]! += pyramid * (centre[k]! * 0.75 + centroid[k]! / 4);
  });
  if (volume < LEAST_VOLUME) return undefined;
  for (let k = 0; k < 3; k++) position[k]! /= volume;

  const products = new Float64Array(6);
  eachTriangle(vertices, faces, position, ({ area, normal, centre, corners: [d, e, f] }) => {
    const mass = (DENSITY * Math.abs((dot(centre, normal) * area) / 3)) / 20;
    PAIRS.forEach(([i, j], n) => {
      let sum = round(2 * round(round(round(d[i] * d[j]) + round(e[i] * e[j])) + round(f[i] * f[j])));
      sum = round(round(sum + round(d[i] * e[j])) + round(d[j] * e[i]));
      sum = round(round(sum + round(d[i] * f[j])) + round(d[j] * f[i]));
      sum = round(round(sum + round(e[i] * f[j])) + round(e[j] * f[i]));
      products[n]! += mass * sum;
    });
  });
  const [xx, yy, zz, xy, xz, yz] = products as unknown as [number, number, number, number, number, number];
  const { values, turn } = principalAxes([yy + zz, -xy, -xz, -xy, xx + zz, -yz, -xz, -yz, xx + yy]);
  return values[2]! > 0 ? { position, quaternion: turn } : undefined;
}

interface Triangle {
  readonly corners: readonly [Vector, Vector, Vector];
  readonly normal: Vector;
  readonly centre: Vector;
  readonly area: number;
}

const dot = (a: Readonly<Vector>, b: Readonly<Vector>) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** One object for all, as seen from `origin`; coordinates are rounded to single precision, as they are stored. */
function eachTriangle(
  vertices: Float32Array,
  faces: Uint32Array,
  origin: Readonly<Vector>,
  visit: (triangle: Triangle) => void,
): void {
  const corners: [Vector, Vector, Vector] = [
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
  ];
  const normal: Vector = [0, 0, 0];
  const centre: Vector = [0, 0, 0];
  const triangle = { corners, normal, centre, area: 0 };
  for (let face = 0; face < faces.length; face += 3) {
    for (let corner = 0; corner < 3; corner++) {
      const at = faces[face + corner]! * 3;
      for (let k = 0; k < 3; k++) corners[corner]![k] = Math.fround(vertices[at + k]! - origin[k]!);
    }
    const [p, q, r] = corners;
    const [bx, by, bz] = [round(q[0] - p[0]), round(q[1] - p[1]), round(q[2] - p[2])];
    const [cx, cy, cz] = [round(r[0] - p[0]), round(r[1] - p[1]), round(r[2] - p[2])];
    normal[0] = by * cz - bz * cy;
    normal[1] = bz * cx - bx * cz;
    normal[2] = bx * cy - by * cx;
    const length = Math.sqrt(dot(normal, normal));
    for (let k = 0; k < 3; k++) {
      centre[k] = round(round(round(p[k]! + q[k]!) + r[k]!) / 3);
      if (length >= LEAST_VOLUME) normal[k]! /= length;
    }
    triangle.area = length < LEAST_VOLUME ? 0 : length / 2;
    visit(triangle);
  }
}
