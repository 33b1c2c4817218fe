import type { Simulation } from '../physics/simulation.ts';

/** What LIBERO's environment returns of the robot, as sampled (not at the exact end of a step). */
export interface Observed {
  /** Site `gripper0_grip_site`, metres, world frame. */
  readonly eefPosition: readonly [number, number, number];
  /** Body `robot0_right_hand`, quaternion x y z w, world frame. */
  readonly eefQuaternion: readonly [number, number, number, number];
  /** Both fingers, metres: the second is the mirror of the first. */
  readonly gripperPositions: readonly [number, number];
  /** The arm's seven joints, radians and radians a second. */
  readonly jointPositions: Float64Array;
  readonly jointVelocities: Float64Array;
  /** Poses of all bodies as a camera would see them: metres, and quaternions w x y z. */
  readonly bodyPositions: Float64Array;
  readonly bodyQuaternions: Float64Array;
  /** Alpha of the sites that the task shows or hides, by site id. */
  readonly siteAlpha: ReadonlyMap<number, number>;
}

const ARM = Array.from({ length: 7 }, (_, i) => `robot0_joint${i + 1}`);
const FINGERS = ['gripper0_finger_joint1', 'gripper0_finger_joint2'];

/** Reads an observation from the simulation as it stands. */
export function observe(simulation: Simulation, siteAlpha: ReadonlyMap<number, number>): Observed {
  const { qpos, qvel, sitePosition, bodyPosition, bodyQuaternion, dofAddress } = simulation.views;
  const site = simulation.id('site', 'gripper0_grip_site') * 3;
  const hand = simulation.id('body', 'robot0_right_hand') * 4;
  const finger = (name: string) => qpos[simulation.qposAddress(name)]!;
  return {
    eefPosition: [sitePosition[site]!, sitePosition[site + 1]!, sitePosition[site + 2]!],
    eefQuaternion: [
      bodyQuaternion[hand + 1]!,
      bodyQuaternion[hand + 2]!,
      bodyQuaternion[hand + 3]!,
      bodyQuaternion[hand]!,
    ],
    gripperPositions: [finger(FINGERS[0]!), finger(FINGERS[1]!)],
    jointPositions: Float64Array.from(ARM, (name) => qpos[simulation.qposAddress(name)]!),
    jointVelocities: Float64Array.from(ARM, (name) => qvel[dofAddress[simulation.id('joint', name)]!]!),
    bodyPositions: bodyPosition.slice(),
    bodyQuaternions: bodyQuaternion.slice(),
    siteAlpha,
  };
}
