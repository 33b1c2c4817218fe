import type { Simulation } from '../physics/simulation.ts';
import type { NumpyRandom } from '../random/numpy-random.ts';
import { quaternionToMatrix } from '../robot/goal-rotation.ts';
import type { ConditionalSampler, JointSampler, PlacementPlan } from './plan-placement.ts';
import { drawPlacement, type Placement } from './region-sampler.ts';

/** Draws a value for every joint sampler, in order, and sets its joints; a later one overrides an earlier one. */
export function setJoints(
  simulation: Simulation,
  samplers: readonly JointSampler[],
  random: NumpyRandom,
): void {
  for (const { joints, range } of samplers) {
    const value = random.uniform(range[0], range[1]);
    for (const joint of joints) simulation.views.qpos[simulation.qposAddress(joint)] = value;
  }
}

/**
 * Draws where everything goes, or undefined where an object found no room: LIBERO then resets again, with the draws
 * lost. Reads site poses of the simulation, which must stand as compiled, joints set, kinematics computed.
 */
export function drawLayout(
  simulation: Simulation,
  plan: PlacementPlan,
  random: NumpyRandom,
  origin: readonly [number, number, number],
): Map<string, Placement> | undefined {
  const placed = new Map<string, Placement>();
  const place = (placement: Placement | undefined) => {
    if (placement) placed.set(placement.object.name, placement);
    return placement !== undefined;
  };
  for (const sampler of plan.free) {
    if (!place(drawPlacement(sampler, random, placed, origin))) return undefined;
  }
  for (const entry of [...plan.onSites, ...plan.onObjects]) {
    if (!place(drawConditional(simulation, entry, random, placed))) return undefined;
  }
  return placed;
}

function drawConditional(
  simulation: Simulation,
  { sampler, reference, site, onTop }: ConditionalSampler,
  random: NumpyRandom,
  placed: ReadonlyMap<string, Placement>,
): Placement | undefined {
  const other = placed.get(reference);
  if (other === undefined)
    throw new Error(`${sampler.object.name} is placed on ${reference}, which is not placed`);
  const [x, y, z] = other.position;
  const base = [x, y, onTop ? z + other.object.top : z] as const;
  if (site === undefined) return drawPlacement(sampler, random, placed, base);
  const id = simulation.id('site', site);
  const [sx = 0, sy = 0, sz = 0] = simulation.views.sitePosition.subarray(id * 3, id * 3 + 3);
  const m = quaternionToMatrix(other.quaternion);
  const turned = [0, 3, 6].map((row) => m[row]! * sx + m[row + 1]! * sy + m[row + 2]! * sz);
  return drawPlacement(sampler, random, placed, base, turned as [number, number, number]);
}

/** Puts movable objects by their free joint, fixtures by their body. */
export function applyLayout(simulation: Simulation, layout: ReadonlyMap<string, Placement>): void {
  const { qpos, modelBodyPosition, modelBodyQuaternion } = simulation.views;
  for (const { object, position, quaternion } of layout.values()) {
    if (object.movable) {
      const address = simulation.qposAddress(object.joints.at(-1)!);
      qpos.set(position, address);
      qpos.set(quaternion, address + 3);
    } else {
      const body = simulation.id('body', object.rootBody);
      modelBodyPosition.set(position, body * 3);
      modelBodyQuaternion.set(quaternion, body * 4);
    }
  }
}
