import type { LocalPose, SceneGeom } from '@plumb/contract';
import type { XmlElement } from '../xml/xml-element.ts';
import { compose, type Vector } from './pose.ts';
import { valuesOf } from './read-attributes.ts';

/** A body of the model as its file places it; `pose` in the world, with every joint at rest. */
export interface PlacedBody {
  readonly element: XmlElement;
  readonly pose: LocalPose;
}

/** MuJoCo lets a plane count with a tenth of its size. */
const PLANE_SHARE = 0.1;

/**
 * MuJoCo's `stat.extent` (setStat in engine_setconst.c): the longest side of the box around bodies, joints, sites and
 * the spheres around geoms, in metres. Left out are centres of mass that are computed from geoms, which lie between
 * those, and the mean size of bodies, which exceeds the box in no scene: fixtures/camera-scenes.json has all of them.
 */
export function sceneExtent(bodies: readonly PlacedBody[], geoms: readonly SceneGeom[]): number {
  const low: Vector = [Infinity, Infinity, Infinity];
  const high: Vector = [-Infinity, -Infinity, -Infinity];
  const cover = ([x, y, z]: readonly [number, number, number], radius = 0) => {
    [x, y, z].forEach((value, k) => {
      low[k] = Math.min(low[k]!, value - radius);
      high[k] = Math.max(high[k]!, value + radius);
    });
  };
  bodies.forEach(({ element, pose }, index) => {
    if (index > 0) cover(pose.position);
    for (const child of element.children) {
      if (child.tag !== 'joint' && child.tag !== 'inertial') continue;
      const position = valuesOf(child, 'pos', [0, 0, 0]) as Vector;
      cover(compose(pose, { position, quaternion: [1, 0, 0, 0] }).position);
    }
  });
  for (const geom of geoms) {
    const { position } = compose(bodies[geom.body]!.pose, geom.pose);
    cover(position, geom.kind === 'site' ? 0 : boundingRadius(geom));
  }
  return Math.max(1e-5, ...[0, 1, 2].map((k) => high[k]! - low[k]!));
}

/** As mjCGeom::GetRBound in 2.3.7. */
function boundingRadius({ type, size: [x, y, z] }: SceneGeom): number {
  switch (type) {
    case 'plane':
      return x === 0 && y === 0 ? 1 : Math.max(x, y) * PLANE_SHARE;
    case 'sphere':
      return x;
    case 'capsule':
      return x + y;
    case 'cylinder':
      return Math.hypot(x, y);
    case 'ellipsoid':
      return Math.max(x, y, z);
    default:
      return Math.hypot(x, y, z);
  }
}
