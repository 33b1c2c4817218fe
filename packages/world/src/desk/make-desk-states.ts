import { NumpyRandom } from '../random/numpy-random.ts';
import type { LiberoWorld } from '../world/libero-world.ts';
import { DESK_INIT_STATES } from './desk-tasks.ts';

/** How far joints start from the arm's initial pose, radians (standard deviation; LIBERO's own). */
const JOINT_NOISE = 0.02;
const ARM_JOINTS = 7;

/** The init states of a task of the built-in suite: the same on every machine, drawn from its index. */
export function makeDeskStates(world: LiberoWorld, taskIndex: number): Float64Array[] {
  const { simulation } = world;
  return Array.from({ length: DESK_INIT_STATES }, (_, k) => {
    const seed = taskIndex * DESK_INIT_STATES + k;
    world.seed(seed);
    world.reset();
    const noise = new NumpyRandom(seed);
    for (let joint = 1; joint <= ARM_JOINTS; joint++) {
      simulation.views.qpos[simulation.qposAddress(`robot0_joint${joint}`)]! += JOINT_NOISE * noise.normal();
    }
    return Float64Array.of(0, ...simulation.views.qpos, ...simulation.views.qvel);
  });
}
