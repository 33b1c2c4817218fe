import type { PackedGeom } from '../pack/pack-scene.ts';
import { type Lens, mirrorLens, type Rectangle } from './lens.ts';

/** The one geom that reflects, as it stands before a camera. */
export interface Mirror {
  /** Index of the geom. */
  readonly geom: number;
  readonly lens: Lens;
  /** Of the world; what is mirrored lies on its upper side. */
  readonly plane: readonly [number, number, number, number];
  /** Where it can be seen. */
  readonly area: Rectangle;
}

/** Whether a geom would reflect (`isReflective` of MuJoCo's render_gl3.c); only the first one does. */
export function isReflective({ geom, reflectance }: PackedGeom): boolean {
  return (geom.type === 'plane' || geom.type === 'box') && reflectance > 0;
}

/** @param poses `[geoms, 12]` @returns undefined where the surface is out of view or seen from behind */
export function placeMirror(
  geoms: readonly PackedGeom[],
  index: number,
  poses: Float64Array,
  lens: Lens,
  near: number,
): Mirror | undefined {
  const { type, size } = geoms[index]!.geom;
  const o = index * 12;
  const height = type === 'box' ? size[2] : 0;
  const at = (x: number, y: number) =>
    [0, 4, 8].map(
      (k) => poses[o + k]! * x + poses[o + k + 1]! * y + poses[o + k + 2]! * height + poses[o + k + 3]!,
    );
  const point = at(0, 0);
  const normal = [poses[o + 2]!, poses[o + 6]!, poses[o + 10]!];
  const shift = -(normal[0]! * point[0]! + normal[1]! * point[1]! + normal[2]! * point[2]!);
  if (lens.eye.reduce((sum, value, k) => sum + value * normal[k]!, shift) < 0) return undefined;
  const corners = [
    at(-size[0], -size[1]),
    at(size[0], -size[1]),
    at(size[0], size[1]),
    at(-size[0], size[1]),
  ];
  const area = areaOf(corners, lens, near);
  if (area === undefined) return undefined;
  return {
    geom: index,
    lens: mirrorLens(lens, point, normal),
    plane: [normal[0]!, normal[1]!, normal[2]!, shift],
    area,
  };
}

function areaOf(
  corners: readonly number[][],
  { rows, width, height }: Lens,
  near: number,
): Rectangle | undefined {
  const whole = { left: 0, right: width - 1, bottom: 0, top: height - 1 };
  const area = { left: Infinity, right: -Infinity, bottom: Infinity, top: -Infinity };
  for (const p of corners) {
    const [x, y, w] = [0, 4, 8].map(
      (k) => rows[k]! * p[0]! + rows[k + 1]! * p[1]! + rows[k + 2]! * p[2]! + rows[k + 3]!,
    );
    if (w! < near) return whole;
    area.left = Math.min(area.left, Math.floor(x! / w!) - 1);
    area.right = Math.max(area.right, Math.floor(x! / w!) + 1);
    area.bottom = Math.min(area.bottom, Math.floor(y! / w!) - 1);
    area.top = Math.max(area.top, Math.floor(y! / w!) + 1);
  }
  const left = Math.max(area.left, 0);
  const right = Math.min(area.right, whole.right);
  const bottom = Math.max(area.bottom, 0);
  const top = Math.min(area.top, whole.top);
  return left <= right && bottom <= top ? { left, right, bottom, top } : undefined;
}
