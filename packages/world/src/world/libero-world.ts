import { PlumbError } from '@plumb/core';
import type { ModelSource } from '../mjcf/asset-files.ts';
import { compileModel } from '../physics/compile-model.ts';
import type { Physics } from '../physics/load-physics.ts';
import { Simulation } from '../physics/simulation.ts';
import { ResetDraws } from '../placement/draw-reset.ts';
import { applyLayout } from '../placement/lay-out.ts';
import { planPlacement } from '../placement/plan-placement.ts';
import type { Placement } from '../placement/region-sampler.ts';
import { judgePredicate } from '../predicates/judge.ts';
import { PandaRobot } from '../robot/panda-robot.ts';
import type { TaskScene } from '../scene/build-scene.ts';
import { stripVisuals } from '../scene/strip-visuals.ts';
import { ObservationClock } from './observation-clock.ts';
import { type Observed, observe } from './observed.ts';
import { SiteSwitches } from './site-switches.ts';

/** Control steps of 50 ms are 25 substeps of 2 ms. */
export const SUBSTEPS = 25;
/** LIBERO would retry for ever where objects find no room. */
const RESET_TRIES = 100;

/** What a step returned. */
export interface StepResult {
  readonly observed: Observed;
  /** Whether all predicates of the goal hold. */
  readonly success: boolean;
}

/**
 * A task of LIBERO as an environment, stepping as robosuite 1.4.0 does: `reset` draws the placement from the seed,
 * `setInitState` puts a recorded state over it, `step` runs one action.
 */
export class LiberoWorld {
  readonly scene: TaskScene;
  readonly simulation: Simulation;
  readonly #physics: Physics;
  readonly #draws: ResetDraws;
  readonly #goal: readonly (() => boolean)[];
  readonly #clock = new ObservationClock();
  readonly #switches: SiteSwitches;
  readonly #compiled: { positions: Float64Array; quaternions: Float64Array };
  #robot: PandaRobot | undefined;
  #observed: Observed | undefined;

  /** `seed` is NumPy's global seed, given after the environment was built. The caller calls `delete`. */
  constructor(physics: Physics, files: ModelSource, scene: TaskScene, seed: number) {
    this.scene = scene;
    this.#physics = physics;
    this.#draws = new ResetDraws(planPlacement(scene), scene.workspace.offset, seed);
    const model = compileModel(physics, stripVisuals(scene.mjcf), files, scene.problem.place);
    this.simulation = new Simulation(physics, model);
    try {
      this.#switches = new SiteSwitches(scene, this.simulation);
      const { modelBodyPosition, modelBodyQuaternion } = this.simulation.views;
      this.#compiled = { positions: modelBodyPosition.slice(), quaternions: modelBodyQuaternion.slice() };
      this.#goal = scene.problem.goal.map((predicate) => judgePredicate(scene, this.simulation, predicate));
    } catch (error) {
      // nobody has the world yet who could delete it
      this.simulation.delete();
      throw error;
    }
  }

  /** As `np.random.seed`: the number of resets before goes on counting. */
  seed(seed: number): void {
    this.#draws.seed(seed);
  }

  /** MuJoCo's release, e.g. 3.3.8: part of what a result means. */
  get physics(): string {
    return this.#physics.release;
  }

  /** A new episode: robot in its initial pose, everything placed anew. Throws `PLACEMENT_IMPOSSIBLE`. */
  reset(): Observed {
    applyLayout(this.simulation, this.#drawLayout());
    this.#robot = new PandaRobot(this.simulation);
    this.simulation.forward();
    this.#physics.log.take();
    this.#clock.reset();
    this.#clock.tick(true);
    this.#switches.reset();
    this.#observed = this.#observe();
    return this.#observed;
  }

  /**
   * What a world just built shows after `seed(seed)` and `resets` times `reset()`, whatever happened in this one
   * before: of all but the last only the draws are done. Throws `PLACEMENT_IMPOSSIBLE`.
   */
  resetTo(seed: number, resets: number): Observed {
    if (!Number.isInteger(resets) || resets < 1) throw new RangeError(`${resets} resets cannot be done`);
    this.#draws.restart(seed);
    for (let reset = 1; reset < resets; reset++) this.#drawLayout();
    return this.reset();
  }

  /** Leaves the simulation as compiled, with the drawn joints set. */
  #drawLayout(): ReadonlyMap<string, Placement> {
    const { simulation } = this;
    this.#robot = undefined;
    for (let attempt = 0; attempt < RESET_TRIES; attempt++) {
      simulation.reset();
      simulation.views.modelBodyPosition.set(this.#compiled.positions);
      simulation.views.modelBodyQuaternion.set(this.#compiled.quaternions);
      const layout = this.#draws.draw(simulation);
      if (layout !== undefined) return layout;
    }
    throw new PlumbError({
      code: 'PLACEMENT_IMPOSSIBLE',
      what: `${this.scene.problem.place}: in ${RESET_TRIES} resets an object found no free place.`,
      why: 'Its region is too small for what is put there.',
      remedy: 'Widen the region in the BDDL, or use init states.',
    });
  }

  /**
   * Puts a state over the episode: time, positions, velocities, as LIBERO's init files hold them. The controller does
   * not notice before its second substep. Throws `INIT_STATE_UNFIT` for a state of another scene.
   */
  setInitState(state: Float64Array): StepResult {
    const { simulation } = this;
    const { nq, nv } = simulation;
    if (state.length !== 1 + nq + nv || !state.every(Number.isFinite))
      throw unfitState(this.scene, state, nq, nv);
    simulation.setState(state[0]!, state.subarray(1, 1 + nq), state.subarray(1 + nq));
    simulation.forward();
    const success = this.#judge();
    this.#switches.update(simulation.views.qpos);
    if (this.#clock.tick(true)) this.#observed = this.#observe();
    return { observed: this.#observed!, success };
  }

  /**
   * Seven numbers: translation, rotation, gripper; clipped to [-1, 1]. Throws `ACTION_MALFORMED` before anything
   * moved, `STATE_DIVERGED` where the physics blew up; the world can be reset after either.
   */
  step(action: ArrayLike<number>): StepResult {
    const robot = this.#robot;
    if (robot === undefined) throw new Error('reset() comes before step()');
    robot.setAction(action);
    const { simulation } = this;
    const before = simulation.time;
    for (let substep = 0; substep < SUBSTEPS; substep++) {
      simulation.step1();
      robot.control();
      simulation.step2();
      if (this.#clock.tick()) this.#observed = this.#observe();
    }
    const said = this.#physics.log.take();
    // MuJoCo starts over by itself from a bad state, and 3.14 does not say so
    const restarted = simulation.time <= before;
    if (said.length > 0 || restarted || !simulation.views.qpos.every(Number.isFinite)) {
      this.#robot = undefined;
      throw diverged(this.scene, this.#physics, before, said);
    }
    // what the burner shows changes after the picture was taken
    this.#switches.update(simulation.views.qpos);
    return { observed: this.#observed!, success: this.#judge() };
  }

  /** Poses at the exact end of the last step. Changes what predicates would see; `step` has judged them already. */
  endState(): Observed {
    this.simulation.kinematics();
    return this.#observe();
  }

  /**
   * What would be observed at rest in these positions; the episode's own state is left behind, so `reset` comes next.
   * Throws `INIT_STATE_UNFIT`.
   */
  poseAt(qpos: Float64Array): Observed {
    const { simulation } = this;
    const velocities = new Float64Array(simulation.nv);
    if (qpos.length !== simulation.nq || !qpos.every(Number.isFinite))
      throw unfitState(this.scene, Float64Array.of(0, ...qpos, ...velocities), simulation.nq, simulation.nv);
    this.#robot = undefined;
    simulation.setState(0, qpos, velocities);
    this.#switches.update(qpos);
    return this.endState();
  }

  #observe(): Observed {
    return observe(this.simulation, this.#switches.alphas);
  }

  #judge(): boolean {
    return this.#goal.every((judge) => judge());
  }

  /** Each predicate of the goal, in order. */
  judgeGoal(): boolean[] {
    return this.#goal.map((judge) => judge());
  }

  delete(): void {
    this.simulation.delete();
  }
}

function unfitState(scene: TaskScene, state: Float64Array, nq: number, nv: number): PlumbError {
  const finite = state.every(Number.isFinite);
  return new PlumbError({
    code: 'INIT_STATE_UNFIT',
    what: finite
      ? `An init state of ${state.length} numbers does not fit ${scene.problem.place}, which needs ${1 + nq + nv}.`
      : `An init state for ${scene.problem.place} holds numbers that are not finite.`,
    why: `A state is the time, ${nq} positions and ${nv} velocities.`,
    remedy: 'Use the init file of this task, from the same release of LIBERO.',
  });
}

function diverged(scene: TaskScene, { release }: Physics, time: number, said: readonly string[]): PlumbError {
  return new PlumbError({
    code: 'STATE_DIVERGED',
    what: `The simulation of ${scene.problem.place} in MuJoCo ${release} blew up after ${time.toFixed(3)} s.`,
    why: said[0] ?? 'Positions or velocities are no longer finite.',
    remedy: 'Reset the world. If it happens with every policy, report it with the actions.',
  });
}
