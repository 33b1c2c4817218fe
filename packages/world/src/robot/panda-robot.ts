import { PlumbError } from '@plumb/core';
import type { Simulation } from '../physics/simulation.ts';
import { Arm } from './arm-state.ts';
import { Gripper } from './gripper.ts';
import { OscPose } from './osc-pose.ts';

// libero/libero/envs/robots/mounted_panda.py and on_the_ground_panda.py
const INITIAL_JOINTS = [0, -1.61037389e-1, 0, -2.44459747, 0, 2.2267522, Math.PI / 4];
// robosuite/models/grippers/panda_gripper.py
const INITIAL_FINGERS = [0.020833, -0.020833];
const ACTION_LENGTH = 7;

/** The arm with its controller and gripper, as robosuite's SingleArm (robosuite/robots/single_arm.py). */
export class PandaRobot {
  readonly #simulation: Simulation;
  readonly #controller: OscPose;
  readonly #gripper: Gripper;
  /** Of the arm's seven motors, then the fingers' two. */
  readonly #actuators: readonly number[];
  readonly #limits: readonly (readonly [number, number])[];
  #action: readonly number[] | undefined;
  #fresh = false;

  /** Puts the robot into its initial pose; the simulation must be fresh. */
  constructor(simulation: Simulation) {
    this.#simulation = simulation;
    const arm = new Arm(simulation);
    arm.setJoints(INITIAL_JOINTS);
    simulation.step1();
    this.#controller = new OscPose(arm);
    INITIAL_FINGERS.forEach((value, i) => {
      simulation.views.qpos[simulation.qposAddress(`gripper0_finger_joint${i + 1}`)] = value;
    });
    this.#actuators = [
      ...Array.from({ length: 7 }, (_, i) => simulation.id('actuator', `robot0_torq_j${i + 1}`)),
      simulation.id('actuator', 'gripper0_gripper_finger_joint1'),
      simulation.id('actuator', 'gripper0_gripper_finger_joint2'),
    ];
    const range = simulation.views.controlRange;
    this.#limits = this.#actuators.map((id) => [range[id * 2]!, range[id * 2 + 1]!]);
    const [left, right] = [this.#limits[7]!, this.#limits[8]!];
    this.#gripper = new Gripper([left[0], left[1], right[0], right[1]]);
  }

  /** The action that `control` follows from now on. Throws `ACTION_MALFORMED`. */
  setAction(action: ArrayLike<number>): void {
    const values = Array.from(action);
    const bad = values.findIndex((value) => !Number.isFinite(value));
    if (values.length !== ACTION_LENGTH || bad >= 0) throw malformedAction(values, bad);
    this.#action = values;
    this.#fresh = true;
  }

  /** Sets the controls of one substep; call it after `step1`. */
  control(): void {
    const action = this.#action!;
    if (this.#fresh) this.#controller.setGoal(action);
    this.#fresh = false;
    const torques = this.#controller.run();
    const fingers = this.#gripper.run(action[6]!);
    const { ctrl } = this.#simulation.views;
    this.#actuators.forEach((id, i) => {
      const [low, high] = this.#limits[i]!;
      ctrl[id] = i < 7 ? Math.min(high, Math.max(low, torques[i]!)) : fingers[i - 7]!;
    });
  }
}

function malformedAction(values: readonly number[], bad: number): PlumbError {
  return new PlumbError({
    code: 'ACTION_MALFORMED',
    what:
      values.length === ACTION_LENGTH
        ? `An action's number ${bad} (from 0) is ${values[bad]}.`
        : `An action has ${values.length} numbers instead of ${ACTION_LENGTH}.`,
    why: 'OSC_POSE takes three of translation, three of rotation and one of the gripper, all finite.',
    remedy: "Check the policy's output and how it is unnormalised; other controllers are not supported.",
  });
}
