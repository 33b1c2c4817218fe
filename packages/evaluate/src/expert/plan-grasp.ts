import type { LiberoWorld, SceneObject } from '@plumb/world';
import { isClear } from './hand-clearance.ts';
import { cornersOf, extentAlong, type Part, partsOf } from './object-shape.ts';

/** Where the gripper's site goes from above, and the direction in which the fingers close (radians in the plane). */
export interface Grasp {
  readonly position: readonly [number, number, number];
  readonly closing: number;
}

/** What fits between the open fingers (8 cm) with room to spare. */
const WIDEST = 0.068;
/** The fingers' tips reach this far below the site. */
const TIP = 0.012;
/** How deep the site goes below an object's top. */
const DEPTH = 0.03;
const RIM_DEPTH = 0.022;
const DIRECTIONS = 12;

/**
 * Grasps of an object from above, best first: across its middle where it is narrow enough, else over its rim.
 * Turning the hand little is better than turning it far (`preferred`, radians); where it would touch what stands
 * around, like the walls of a drawer, comes last.
 */
export function planGrasps(world: LiberoWorld, object: SceneObject, preferred: number): Grasp[] {
  const parts = partsOf(world, object);
  const corners = cornersOf(parts);
  const [bottom, top] = extentAlong(corners, [0, 0, 1]);
  const angles = Array.from({ length: DIRECTIONS }, (_, i) => (i * Math.PI) / DIRECTIONS);
  const middle = angles
    .map((closing) => acrossMiddle(corners, closing, Math.max(bottom + TIP, top - DEPTH)))
    .filter((grasp) => grasp.width < WIDEST)
    .sort((a, b) => cost(a) - cost(b));
  function cost(grasp: Grasp & { width: number }): number {
    return grasp.width + 0.03 * turn(grasp.closing, preferred);
  }
  const grasps = [...middle, ...overRim(parts, top, bottom, preferred)];
  const obstacles = [...world.scene.objects.values(), ...world.scene.fixtures.values()]
    .filter((other) => other !== object)
    .flatMap((other) => partsOf(world, other));
  const clear = grasps.filter((grasp) => isClear(grasp, obstacles));
  return [...clear, ...grasps.filter((grasp) => !clear.includes(grasp))];
}

function acrossMiddle(
  corners: readonly (readonly [number, number, number])[],
  closing: number,
  height: number,
): Grasp & { width: number } {
  const along = [Math.cos(closing), Math.sin(closing), 0] as const;
  const across = [-along[1], along[0], 0] as const;
  const [low, high] = extentAlong(corners, along);
  const [near, far] = extentAlong(corners, across);
  const [a, b] = [(low + high) / 2, (near + far) / 2];
  return {
    position: [a * along[0] + b * across[0], a * along[1] + b * across[1], height],
    closing,
    width: high - low,
  };
}

/** One finger inside, one outside: where the wall is highest, in the directions that turn the hand least. */
function overRim(parts: readonly Part[], top: number, bottom: number, preferred: number): Grasp[] {
  const corners = cornersOf(parts);
  const upper = corners.filter((corner) => corner[2] > top - 0.015);
  const [x0, x1] = extentAlong(upper, [1, 0, 0]);
  const [y0, y1] = extentAlong(upper, [0, 1, 0]);
  const centre = [(x0 + x1) / 2, (y0 + y1) / 2] as const;
  const ways = Array.from({ length: 2 * DIRECTIONS }, (_, i) => (i * Math.PI) / DIRECTIONS);
  return ways
    .map((way) => {
      const direction = [Math.cos(way), Math.sin(way), 0] as const;
      const inWay = upper.filter(([x, y]) => {
        const [dx, dy] = [x - centre[0], y - centre[1]];
        return (
          Math.abs(dx * direction[1] - dy * direction[0]) < 0.02 && dx * direction[0] + dy * direction[1] > 0
        );
      });
      const [, reach] = extentAlong(inWay.length > 0 ? inWay : upper, direction);
      const radius = reach - (centre[0] * direction[0] + centre[1] * direction[1]) - 0.006;
      const position = [
        centre[0] + radius * direction[0],
        centre[1] + radius * direction[1],
        Math.max(bottom + TIP, top - RIM_DEPTH),
      ] as const;
      return { position, closing: way };
    })
    .sort((a, b) => turn(a.closing, preferred) - turn(b.closing, preferred));
}

/** How far two closing directions are apart; a half turn is none. */
export function turn(a: number, b: number): number {
  const difference = Math.abs(a - b) % Math.PI;
  return Math.min(difference, Math.PI - difference);
}
