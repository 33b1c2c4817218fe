import { ARM_JOINTS, type Arm, type ArmState } from './arm-state.ts';
import { axisAngleToMatrix, orientationError } from './goal-rotation.ts';
import { invertPositive, multiply, pseudoInvert, transpose } from './linear-algebra.ts';

// robosuite/controllers/config/osc_pose.json
const POSITION_SCALE = 0.05;
const ROTATION_SCALE = 0.5;
const STIFFNESS = 150;
const DAMPING = 2 * Math.sqrt(STIFFNESS);
// robosuite/utils/control_utils.py, nullspace_torques
const POSTURE_STIFFNESS = 10;
const POSTURE_DAMPING = 2 * Math.sqrt(POSTURE_STIFFNESS);

/**
 * robosuite 1.4.0's operational space controller for delta poses (robosuite/controllers/osc.py, base_controller.py,
 * utils/control_utils.py), with its cache: state is read only after a run, so that the first run after a reset still
 * sees the arm as it was when the controller was made, even if an init state has been set since.
 */
export class OscPose {
  readonly #arm: Arm;
  readonly #initialJoints: Float64Array;
  #state: ArmState;
  #stale = false;
  #goalPosition: Float64Array;
  #goalOrientation: Float64Array;

  /** The arm must stand in its initial pose with everything computed (`forward`). */
  constructor(arm: Arm) {
    this.#arm = arm;
    this.#state = arm.read();
    this.#initialJoints = this.#state.jointPosition;
    this.#goalPosition = this.#state.position;
    this.#goalOrientation = this.#state.orientation;
  }

  /** Metres, world frame; and 3×3, row-major. */
  get goal(): { position: Float64Array; orientation: Float64Array } {
    return { position: this.#goalPosition, orientation: this.#goalOrientation };
  }

  /**
   * A new goal from the first six numbers of an action: translation and axis-angle, each clipped to [-1, 1], 1 being
   * 5 cm or 0.5 rad, world frame, from where the hand is now. Without any rotation the old goal's is kept.
   */
  setGoal(action: ArrayLike<number>): void {
    this.#update();
    const delta = Float64Array.from({ length: 6 }, (_, i) => {
      const clipped = Math.min(1, Math.max(-1, action[i]!));
      return clipped * (i < 3 ? POSITION_SCALE : ROTATION_SCALE);
    });
    const rotation = delta.subarray(3, 6);
    if (rotation.some((angle) => angle !== 0)) {
      this.#goalOrientation = multiply(axisAngleToMatrix(rotation), this.#state.orientation, 3, 3, 3);
    }
    this.#goalPosition = this.#state.position.map((value, i) => value + delta[i]!);
  }

  /** Torques of the seven joints in N·m, not clipped. Call once a substep, after `step1` or `forward`. */
  run(): Float64Array {
    this.#update();
    const { position, orientation, positionJacobian, rotationJacobian, jointPosition, jointVelocity } =
      this.#state;
    const n = ARM_JOINTS;
    const linear = multiply(positionJacobian, jointVelocity, 3, n, 1);
    const angular = multiply(rotationJacobian, jointVelocity, 3, n, 1);
    const turn = orientationError(this.#goalOrientation, orientation);
    const force = linear.map((v, i) => STIFFNESS * (this.#goalPosition[i]! - position[i]!) - DAMPING * v);
    const torque = angular.map((v, i) => STIFFNESS * turn[i]! - DAMPING * v);

    const inverseMass = invertPositive(this.#state.massMatrix, n) ?? pseudoInvert(this.#state.massMatrix, n);
    const jacobian = new Float64Array(6 * n);
    jacobian.set(positionJacobian);
    jacobian.set(rotationJacobian, 3 * n);
    const jacobianT = transpose(jacobian, 6, n);
    const spread = multiply(inverseMass, jacobianT, n, n, 6);
    const inertia = multiply(jacobian, spread, 6, n, 6);
    const lambda = pseudoInvert(inertia, 6);
    const wrench = new Float64Array(6);
    wrench.set(multiply(pseudoInvert(block(inertia, 0), 3), force, 3, 3, 1));
    wrench.set(multiply(pseudoInvert(block(inertia, 3), 3), torque, 3, 3, 1), 3);

    const torques = multiply(jacobianT, wrench, n, 6, 1);
    const bias = this.#arm.bias();
    // posture: back to the initial joints in the null space of the task, (I - J̄ J)ᵀ M (kp Δq - kv q̇)
    const pull = jointVelocity.map(
      (v, i) => POSTURE_STIFFNESS * (this.#initialJoints[i]! - jointPosition[i]!) - POSTURE_DAMPING * v,
    );
    const posture = multiply(this.#state.massMatrix, pull, n, n, 1);
    const barT = transpose(multiply(spread, lambda, n, 6, 6), n, 6);
    const taken = multiply(jacobianT, multiply(barT, posture, 6, n, 1), n, 6, 1);
    this.#stale = true;
    return torques.map((value, i) => value + bias[i]! + (posture[i]! - taken[i]!));
  }

  #update(): void {
    if (!this.#stale) return;
    this.#state = this.#arm.read();
    this.#stale = false;
  }
}

/** The 3×3 of a 6×6 on its diagonal: what (J M⁻¹ Jᵀ) is of these three rows alone, to the last bit. */
function block(matrix: Float64Array, from: number): Float64Array {
  const out = new Float64Array(9);
  for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) out[i * 3 + j] = matrix[(from + i) * 6 + from + j]!;
  return out;
}
