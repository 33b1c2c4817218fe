import type { LiberoWorld, Observed, SceneObject } from '@plumb/world';
import { cornersOf, extentAlong, partsOf } from './object-shape.ts';
import { planGrasps } from './plan-grasp.ts';
import { type Action, actionTowards, closingOf, distanceTo, type Pose } from './servo.ts';

type Vector3 = readonly [number, number, number];
/** Yields actions, is told what each brought about; returns when it is done. */
export type Skill<Result = void> = Generator<Action, Result, Observed>;

export const OPEN = -1;
export const CLOSE = 1;
/** Closing takes eight steps from wide open. */
const GRIP_STEPS = 12;
const RELEASE_STEPS = 8;
const MOVE_STEPS = 90;
const TOLERANCE = 0.008;
/** Clear of what stands on a table. */
const ABOVE = 0.16;
const ATTEMPTS = 4;

export function* moveTo(
  observed: Observed,
  pose: Pose,
  gripper: number,
  options: { tolerance?: number; steps?: number; speed?: number } = {},
): Skill<Observed> {
  const { tolerance = TOLERANCE, steps = MOVE_STEPS, speed = 1 } = options;
  let now = observed;
  for (let step = 0; step < steps; step++) {
    now = yield actionTowards(now, pose, gripper, speed);
    if (distanceTo(now, pose.position) < tolerance) break;
  }
  return now;
}

export function* hold(observed: Observed, pose: Pose, gripper: number, steps: number): Skill<Observed> {
  let now = observed;
  for (let step = 0; step < steps; step++) now = yield actionTowards(now, pose, gripper, 0.3);
  return now;
}

export interface PlaceTarget {
  /** Where the object's middle goes in the plane, and the height on which its bottom comes to rest. */
  readonly position: Vector3;
}

/** Takes an object from above and puts it down at a target, again if it slipped. */
export function* pickAndPlace(
  world: LiberoWorld,
  observed: Observed,
  object: SceneObject,
  target: () => PlaceTarget,
): Skill<Observed> {
  let now = observed;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const start = middleOf(world, object);
    const grasps = planGrasps(world, object, closingOf(now));
    const grasp = grasps[Math.min(attempt, grasps.length - 1)]!;
    const [x, y, z] = grasp.position;
    const above = { position: [x, y, z + ABOVE], closing: grasp.closing } as const;
    now = yield* moveTo(now, { ...above, position: [x, y, Math.max(z + ABOVE, now.eefPosition[2])] }, OPEN, {
      tolerance: 0.03,
    });
    now = yield* moveTo(now, { ...above, position: [x, y, z + 0.05] }, OPEN, { tolerance: 0.012 });
    now = yield* moveTo(now, grasp, OPEN, { tolerance: 0.006, steps: 30, speed: 0.4 });
    now = yield* hold(now, grasp, CLOSE, GRIP_STEPS);
    now = yield* moveTo(now, above, CLOSE, { tolerance: 0.03 });
    if (middleOf(world, object)[2] - start[2] < 0.03) {
      now = yield* hold(now, above, OPEN, RELEASE_STEPS);
      continue;
    }
    now = yield* putDown(world, now, object, target, grasp.closing);
    return now;
  }
  return now;
}

function* putDown(
  world: LiberoWorld,
  observed: Observed,
  object: SceneObject,
  target: () => PlaceTarget,
  closing: number,
): Skill<Observed> {
  let now = observed;
  const aim = (height: number): Pose => {
    const [gx, gy, gz] = target().position;
    const [mx, my] = middleOf(world, object);
    const [bottom] = extentAlong(cornersOf(partsOf(world, object)), [0, 0, 1]);
    const [ex, ey, ez] = now.eefPosition;
    return { position: [gx + ex - mx, gy + ey - my, gz + height + ez - bottom], closing };
  };
  for (const [height, tolerance, steps] of [
    [ABOVE, 0.02, MOVE_STEPS],
    [0.06, 0.012, 40],
    [0.012, 0.008, 30],
  ] as const) {
    now = yield* moveTo(now, aim(height), CLOSE, { tolerance, steps, speed: height < 0.1 ? 0.5 : 1 });
  }
  const released = { position: now.eefPosition, closing };
  now = yield* hold(now, released, OPEN, RELEASE_STEPS);
  const [x, y, z] = now.eefPosition;
  return yield* moveTo(now, { position: [x, y, z + ABOVE], closing }, OPEN, { tolerance: 0.03, steps: 30 });
}

export function middleOf(world: LiberoWorld, object: SceneObject): Vector3 {
  const corners = cornersOf(partsOf(world, object));
  return (
    [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ] as const
  ).map((axis) => {
    const [low, high] = extentAlong(corners, axis);
    return (low + high) / 2;
  }) as unknown as Vector3;
}
