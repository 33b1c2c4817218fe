import type { Simulation } from '../physics/simulation.ts';

export const ARM_JOINTS = 7;

/** What the controller reads of the arm: site `gripper0_grip_site`, world frame, metres and radians. */
export interface ArmState {
  readonly position: Float64Array;
  /** 3×3, row-major. */
  readonly orientation: Float64Array;
  /** 3×7: how the site moves with the joints. */
  readonly positionJacobian: Float64Array;
  readonly rotationJacobian: Float64Array;
  /** 7×7. */
  readonly massMatrix: Float64Array;
  readonly jointPosition: Float64Array;
  readonly jointVelocity: Float64Array;
}

/** Where the arm's parts lie in a simulation's arrays. */
export class Arm {
  readonly #simulation: Simulation;
  readonly #site: number;
  readonly #joints: number[];

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
    this.#site = simulation.id('site', 'gripper0_grip_site');
    this.#joints = Array.from({ length: ARM_JOINTS }, (_, i) =>
      simulation.id('joint', `robot0_joint${i + 1}`),
    );
  }

  /** The state as of the last `step1` or `forward`. */
  read(): ArmState {
    const views = this.#simulation.views;
    const site = this.#site * 3;
    const position = views.sitePosition.slice(site, site + 3);
    const positionJacobian = new Float64Array(3 * ARM_JOINTS);
    const rotationJacobian = new Float64Array(3 * ARM_JOINTS);
    const jointPosition = new Float64Array(ARM_JOINTS);
    const jointVelocity = new Float64Array(ARM_JOINTS);
    for (let j = 0; j < ARM_JOINTS; j++) {
      const joint = this.#joints[j]!;
      jointPosition[j] = views.qpos[views.qposAddress[joint]!]!;
      jointVelocity[j] = views.qvel[views.dofAddress[joint]!]!;
      const ax = views.jointAxis[joint * 3]!;
      const ay = views.jointAxis[joint * 3 + 1]!;
      const az = views.jointAxis[joint * 3 + 2]!;
      const rx = position[0]! - views.jointAnchor[joint * 3]!;
      const ry = position[1]! - views.jointAnchor[joint * 3 + 1]!;
      const rz = position[2]! - views.jointAnchor[joint * 3 + 2]!;
      // a hinge moves a point by axis × arm
      positionJacobian[j] = ay * rz - az * ry;
      positionJacobian[ARM_JOINTS + j] = az * rx - ax * rz;
      positionJacobian[2 * ARM_JOINTS + j] = ax * ry - ay * rx;
      rotationJacobian[j] = ax;
      rotationJacobian[ARM_JOINTS + j] = ay;
      rotationJacobian[2 * ARM_JOINTS + j] = az;
    }
    return {
      position,
      orientation: views.siteMatrix.slice(this.#site * 9, this.#site * 9 + 9),
      positionJacobian,
      rotationJacobian,
      massMatrix: this.#massMatrix(),
      jointPosition,
      jointVelocity,
    };
  }

  /** Gravity and Coriolis torques, as of the last `step1` or `forward`. */
  bias(): Float64Array {
    const { bias, dofAddress } = this.#simulation.views;
    // runs 25 times a step, as all of this: no iterators
    const out = new Float64Array(ARM_JOINTS);
    for (let j = 0; j < ARM_JOINTS; j++) out[j] = bias[dofAddress[this.#joints[j]!]!]!;
    return out;
  }

  setJoints(positions: ArrayLike<number>): void {
    const { qpos, qposAddress } = this.#simulation.views;
    this.#joints.forEach((joint, i) => {
      qpos[qposAddress[joint]!] = positions[i]!;
    });
  }

  /** MuJoCo keeps the lower triangle, row by row, without its zeros. */
  #massMatrix(): Float64Array {
    const { massMatrix, massRowAddress, massRowLength, massColumn, dofAddress } = this.#simulation.views;
    const out = new Float64Array(ARM_JOINTS * ARM_JOINTS);
    for (let i = 0; i < ARM_JOINTS; i++) {
      const dof = dofAddress[this.#joints[i]!]!;
      const start = massRowAddress[dof]!;
      for (let entry = start; entry < start + massRowLength[dof]!; entry++) {
        const j = this.#armJoint(massColumn[entry]!);
        if (j < 0) continue;
        out[i * ARM_JOINTS + j] = massMatrix[entry]!;
        out[j * ARM_JOINTS + i] = massMatrix[entry]!;
      }
    }
    return out;
  }

  /** Which of the arm's joints moves a degree of freedom, or -1. */
  #armJoint(dof: number): number {
    const { dofAddress } = this.#simulation.views;
    for (let j = 0; j < ARM_JOINTS; j++) if (dofAddress[this.#joints[j]!] === dof) return j;
    return -1;
  }
}
