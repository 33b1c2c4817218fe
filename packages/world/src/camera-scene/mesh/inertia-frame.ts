import type { LocalPose } from '@plumb/contract';
import type { Vector } from '../pose.ts';
import { principalAxes } from './principal-axes.ts';

/** MJCF's density of a geom that gives none, kg/m³. It scales the matrix against the solver's fixed tolerance. */
const DENSITY = 1000;
const round = Math.fround;
const LEAST_VOLUME = 1e-15;
const ORIGIN: Vector = [0, 0, 0];
/** Of the six different products of two axes: xx, yy, zz, xy, xz, yz. */
const FIRST = [0, 1, 2, 0, 0, 1] as const;
const SECOND = [0, 1, 2, 1, 2, 2] as const;

/**
 * The frame that MuJoCo 2.3.7 gives a mesh: its centre of mass and principal axes, by pyramids that all count as
 * positive (mjCMesh::Process). Undefined where the mesh encloses no volume. Metres, in the frame of the file.
 */
export function inertiaFrame(vertices: Float32Array, faces: Uint32Array): LocalPose | undefined {
  const centroid: Vector = [0, 0, 0];
  let area = 0;
  eachTriangle(vertices, faces, ORIGIN, (triangle) => {
    for (let k = 0; k < 3; k++) centroid[k]! += triangle[AREA]! * triangle[CENTRE + k]!;
    area += triangle[AREA]!;
  });
  if (area < LEAST_VOLUME) return undefined;
  for (let k = 0; k < 3; k++) centroid[k]! /= area;

  const position: Vector = [0, 0, 0];
  let volume = 0;
  eachTriangle(vertices, faces, ORIGIN, (triangle) => {
    const pyramid = Math.abs((heightFrom(triangle, centroid) * triangle[AREA]!) / 3);
    volume += pyramid;
    for (let k = 0; k < 3; k++) position[k]! += pyramid * (triangle[CENTRE + k]! * 0.75 + centroid[k]! / 4);
  });
  if (volume < LEAST_VOLUME) return undefined;
  for (let k = 0; k < 3; k++) position[k]! /= volume;

  const products = new Float64Array(6);
  eachTriangle(vertices, faces, position, (triangle) => {
    const mass = (DENSITY * Math.abs((heightFrom(triangle, ORIGIN) * triangle[AREA]!) / 3)) / 20;
    for (let n = 0; n < 6; n++) {
      const i = FIRST[n]!;
      const j = SECOND[n]!;
      const di = triangle[i]!;
      const dj = triangle[j]!;
      const ei = triangle[i + 3]!;
      const ej = triangle[j + 3]!;
      const fi = triangle[i + 6]!;
      const fj = triangle[j + 6]!;
      let sum = round(2 * round(round(round(di * dj) + round(ei * ej)) + round(fi * fj)));
      sum = round(round(sum + round(di * ej)) + round(dj * ei));
      sum = round(round(sum + round(di * fj)) + round(dj * fi));
      sum = round(round(sum + round(ei * fj)) + round(ej * fi));
      products[n]! += mass * sum;
    }
  });
  const [xx, yy, zz, xy, xz, yz] = products as unknown as [number, number, number, number, number, number];
  const { values, turn } = principalAxes([yy + zz, -xy, -xz, -xy, xx + zz, -yz, -xz, -yz, xx + yy]);
  return values[2]! > 0 ? { position, quaternion: turn } : undefined;
}

/** Places in a triangle's numbers: three corners, then these. */
const NORMAL = 9;
const CENTRE = 12;
const AREA = 15;
type Triangle = Float64Array;

/** Of the triangle's plane above a point, along its normal. */
function heightFrom(triangle: Triangle, point: Readonly<Vector>): number {
  return (
    triangle[NORMAL]! * (triangle[CENTRE]! - point[0]) +
    triangle[NORMAL + 1]! * (triangle[CENTRE + 1]! - point[1]) +
    triangle[NORMAL + 2]! * (triangle[CENTRE + 2]! - point[2])
  );
}

/** One array for all, as seen from `origin`; coordinates are rounded to single precision, as they are stored. */
function eachTriangle(
  vertices: Float32Array,
  faces: Uint32Array,
  origin: Readonly<Vector>,
  visit: (triangle: Triangle) => void,
): void {
  const out = new Float64Array(16);
  for (let face = 0; face < faces.length; face += 3) {
    for (let corner = 0; corner < 3; corner++) {
      const at = faces[face + corner]! * 3;
      for (let k = 0; k < 3; k++) out[corner * 3 + k] = round(vertices[at + k]! - origin[k]!);
    }
    const bx = round(out[3]! - out[0]!);
    const by = round(out[4]! - out[1]!);
    const bz = round(out[5]! - out[2]!);
    const cx = round(out[6]! - out[0]!);
    const cy = round(out[7]! - out[1]!);
    const cz = round(out[8]! - out[2]!);
    const x = by * cz - bz * cy;
    const y = bz * cx - bx * cz;
    const z = bx * cy - by * cx;
    const length = Math.sqrt(x * x + y * y + z * z);
    const flat = length < LEAST_VOLUME;
    out[NORMAL] = flat ? x : x / length;
    out[NORMAL + 1] = flat ? y : y / length;
    out[NORMAL + 2] = flat ? z : z / length;
    for (let k = 0; k < 3; k++)
      out[CENTRE + k] = round(round(round(out[k]! + out[k + 3]!) + out[k + 6]!) / 3);
    out[AREA] = flat ? 0 : length / 2;
    visit(out);
  }
}
