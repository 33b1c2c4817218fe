import type { NumpyRandom } from '../random/numpy-random.ts';
import type { SceneObject } from '../scene/build-object.ts';
import type { Rotation } from '../scene/object-catalogue.ts';
import { multiplySingle, type Quaternion, slippedTurnAbout, turnAbout } from './turn.ts';

type Vector3 = readonly [number, number, number];
type Range = readonly [low: number, high: number];

/** Where an object was put: metres, world frame; quaternion w x y z. */
export interface Placement {
  readonly position: Vector3;
  readonly quaternion: Quaternion;
  readonly object: SceneObject;
}

/** How one object is placed. */
export interface RegionSampler {
  readonly object: SceneObject;
  /** Pairs of ranges, one of which is drawn. */
  readonly xRanges: readonly Range[];
  readonly yRanges: readonly Range[];
  readonly rotation: Rotation;
  /** Fixtures are turned as one means; movable objects as LIBERO's samplers slip (`slippedTurnAbout`). */
  readonly turn: 'straight' | 'slipped';
  /** How far the object's radius keeps from the edge of the region: 0 or its horizontal radius. */
  readonly margin: number;
  readonly avoidOthers: boolean;
  readonly height: number;
}

/** LIBERO's number of tries before it gives the whole reset up and starts over (RandomizationError). */
const TRIES = 5000;

/**
 * Draws a place relative to `base`, not above or beside anything placed already, or undefined where there is no room
 * (libero/libero/envs/regions/base_region_sampler.py). The order of draws is that of Python: range, x, y, then the
 * turn once the place is free.
 */
export function drawPlacement(
  sampler: RegionSampler,
  random: NumpyRandom,
  placed: ReadonlyMap<string, Placement>,
  base: Vector3,
  site: Vector3 = [0, 0, 0],
): Placement | undefined {
  const { object, margin } = sampler;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const which = random.randint(sampler.xRanges.length);
    const [xLow, xHigh] = sampler.xRanges[which]!;
    const x = random.uniform(xLow + margin, xHigh - margin) + base[0] + site[0];
    const [yLow, yHigh] = sampler.yRanges[which]!;
    const y = random.uniform(yLow + margin, yHigh - margin) + base[1] + site[1];
    const z = sampler.height + base[2] + site[2] - object.bottom;
    if (sampler.avoidOthers && collides([x, y, z], object, placed)) continue;
    return { position: [x, y, z], quaternion: drawTurn(sampler, random), object };
  }
  return undefined;
}

function collides(position: Vector3, object: SceneObject, placed: ReadonlyMap<string, Placement>): boolean {
  const [x, y, z] = position;
  for (const { position: other, object: thing } of placed.values()) {
    const dx = x - other[0];
    const dy = y - other[1];
    const near = Math.sqrt(dx * dx + dy * dy) <= thing.horizontalRadius + object.horizontalRadius;
    if (near && z - other[2] <= thing.top - object.bottom) return true;
  }
  return false;
}

function drawTurn({ rotation, turn }: RegionSampler, random: NumpyRandom): Quaternion {
  const make = turn === 'straight' ? turnAbout : slippedTurnAbout;
  if ('range' in rotation) {
    const [low, high] = rotation.range;
    return make(rotation.axis, random.uniform(low, high));
  }
  let quaternion: Quaternion = [0, 0, 0, 1];
  for (const { axis, range } of rotation.each) {
    quaternion = multiplySingle(make(axis, random.uniform(range[0], range[1])), quaternion);
  }
  return quaternion;
}
