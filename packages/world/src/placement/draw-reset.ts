import type { Simulation } from '../physics/simulation.ts';
import { NumpyRandom } from '../random/numpy-random.ts';
import { drawLayout, setJoints } from './lay-out.ts';
import type { PlacementPlan } from './plan-placement.ts';
import type { Placement } from './region-sampler.ts';

const ARM_JOINTS = 7;

/** What LIBERO draws at its resets, one after another, from NumPy's global generator. */
export class ResetDraws {
  readonly #plan: PlacementPlan;
  readonly #origin: readonly [number, number, number];
  readonly #random: NumpyRandom;
  /** LIBERO appends its joint samplers anew whenever it loads its model, and draws from all of them. */
  #loads = 1;

  constructor(plan: PlacementPlan, origin: readonly [number, number, number], seed: number) {
    this.#plan = plan;
    this.#origin = origin;
    this.#random = new NumpyRandom(seed);
  }

  /** As `np.random.seed`. */
  seed(seed: number): void {
    this.#random.seed(seed);
  }

  /** As in an environment just built, then seeded. */
  restart(seed: number): void {
    this.#loads = 1;
    this.seed(seed);
  }

  /**
   * One attempt of a reset: sets the drawn joints of the simulation, which must stand as compiled, and returns where
   * everything goes, or undefined where an object found no room.
   */
  draw(simulation: Simulation): Map<string, Placement> | undefined {
    const { joints } = this.#plan;
    this.#loads += 1;
    // noise of the arm's joints: drawn, then multiplied by zero
    for (let i = 0; i < ARM_JOINTS; i++) this.#random.normal();
    for (let load = 0; load < this.#loads; load++) setJoints(simulation, joints, this.#random);
    simulation.kinematics();
    return drawLayout(simulation, this.#plan, this.#random, this.#origin);
  }
}
