import { type Rotation, toAxisAngle } from '@plumb/contract';
import type { Observed } from '@plumb/world';

type Vector3 = readonly [number, number, number];
export type Action = [number, number, number, number, number, number, number];

/** A pose for the gripper: site position, and the direction in which its fingers close, pointing down. */
export interface Pose {
  readonly position: Vector3;
  readonly closing: number;
}

// of an action's 5 cm and 0.5 rad; more overshoots at 20 Hz
const POSITION_GAIN = 0.5;
const ROTATION_GAIN = 0.35;

/** The action that moves the hand towards a pose; `gripper` -1 opens, 1 closes. */
export function actionTowards(observed: Observed, pose: Pose, gripper: number, speed = 1): Action {
  const error = pose.position.map((value, i) => value - observed.eefPosition[i]!);
  const turn = turnTowards(observed, pose.closing);
  const limit = (value: number) => Math.min(speed, Math.max(-speed, value));
  const [x, y, z] = error.map((value) => limit((value * POSITION_GAIN) / 0.05)) as [number, number, number];
  const [rx, ry, rz] = turn.map((value) => limit((value * ROTATION_GAIN) / 0.5)) as [number, number, number];
  return [x, y, z, rx, ry, rz, gripper];
}

export function distanceTo(observed: Observed, position: Vector3): number {
  return Math.hypot(...position.map((value, i) => value - observed.eefPosition[i]!));
}

/** The direction in which the fingers close now, radians in the plane. */
export function closingOf(observed: Observed): number {
  const y = axesOf(observed)[1]!;
  return Math.atan2(y[1]!, y[0]!);
}

/** Axis times angle to a hand that points down and closes along `closing`, whichever half turn is nearer. */
export function turnTowards(observed: Observed, closing: number): Vector3 {
  const [x, y, z] = axesOf(observed) as [Vector3, Vector3, Vector3];
  let along: Vector3 = [Math.cos(closing), Math.sin(closing), 0];
  if (along[0] * y[0] + along[1] * y[1] < 0) along = [-along[0], -along[1], 0];
  const down: Vector3 = [0, 0, -1];
  const side = cross(along, down);
  // half the sum of cross products is axis times sine; past a right angle the quaternion says how far
  const sum = [cross(x, side), cross(y, along), cross(z, down)];
  const sine = [0, 1, 2].map((i) => (sum[0]![i]! + sum[1]![i]! + sum[2]![i]!) / 2) as unknown as Vector3;
  const cosine = (dot(x, side) + dot(y, along) + dot(z, down) - 1) / 2;
  const length = Math.hypot(...sine);
  if (length < 1e-9) return [0, 0, 0];
  const angle = Math.atan2(length, cosine);
  const half = Math.sin(angle / 2) / length;
  const rotation: Rotation = {
    form: 'quaternion-xyzw',
    value: [sine[0] * half, sine[1] * half, sine[2] * half, Math.cos(angle / 2)],
  };
  return toAxisAngle(rotation, 'shortest');
}

/** The hand's axes in the world. */
function axesOf(observed: Observed): Vector3[] {
  const [x, y, z, w] = observed.eefQuaternion;
  return [
    [1 - 2 * (y * y + z * z), 2 * (x * y + z * w), 2 * (x * z - y * w)],
    [2 * (x * y - z * w), 1 - 2 * (x * x + z * z), 2 * (y * z + x * w)],
    [2 * (x * z + y * w), 2 * (y * z - x * w), 1 - 2 * (x * x + y * y)],
  ];
}

const dot = (a: Vector3, b: Vector3) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

function cross(a: Vector3, b: Vector3): Vector3 {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}
