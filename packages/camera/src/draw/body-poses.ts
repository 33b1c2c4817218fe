import type { LocalPose, ScenePoses } from '@plumb/contract';

/**
 * Poses are rounded before they are drawn, so that what trembles by less than a thousandth of a pixel counts as at
 * rest; with and without what is kept from earlier frames, since pictures must not depend on that.
 */
const POSITION_STEP = 2 ** -19;
const QUATERNION_STEP = 2 ** -20;

/** Row-major rotation and translation, to the world: 12 numbers a body. */
export const POSE_NUMBERS = 12;

/** Fills `out` (`[bodies, 12]`) and says in `moved` which bodies differ from what stood there. */
export function placeBodies(poses: ScenePoses, bodies: number, out: Float64Array, moved: Uint8Array): void {
  const { positions, quaternions } = poses;
  const pose = new Float64Array(POSE_NUMBERS);
  for (let body = 0; body < bodies; body++) {
    setPose(
      pose,
      snap(positions[body * 3]!, POSITION_STEP),
      snap(positions[body * 3 + 1]!, POSITION_STEP),
      snap(positions[body * 3 + 2]!, POSITION_STEP),
      snap(quaternions[body * 4]!, QUATERNION_STEP),
      snap(quaternions[body * 4 + 1]!, QUATERNION_STEP),
      snap(quaternions[body * 4 + 2]!, QUATERNION_STEP),
      snap(quaternions[body * 4 + 3]!, QUATERNION_STEP),
    );
    const at = body * POSE_NUMBERS;
    let same = true;
    for (let k = 0; k < POSE_NUMBERS; k++) same &&= out[at + k] === pose[k];
    moved[body] = same ? 0 : 1;
    if (!same) out.set(pose, at);
  }
}

function snap(value: number, step: number): number {
  return Math.round(value / step) * step;
}

/** A local pose as 12 numbers. */
export function poseNumbers({ position, quaternion }: LocalPose): Float64Array {
  const out = new Float64Array(POSE_NUMBERS);
  setPose(out, ...position, ...quaternion);
  return out;
}

function setPose(
  out: Float64Array,
  x: number,
  y: number,
  z: number,
  qw: number,
  qx: number,
  qy: number,
  qz: number,
): void {
  const scale = 2 / (qw * qw + qx * qx + qy * qy + qz * qz);
  out[0] = 1 - scale * (qy * qy + qz * qz);
  out[1] = scale * (qx * qy - qw * qz);
  out[2] = scale * (qx * qz + qw * qy);
  out[3] = x;
  out[4] = scale * (qx * qy + qw * qz);
  out[5] = 1 - scale * (qx * qx + qz * qz);
  out[6] = scale * (qy * qz - qw * qx);
  out[7] = y;
  out[8] = scale * (qx * qz - qw * qy);
  out[9] = scale * (qy * qz + qw * qx);
  out[10] = 1 - scale * (qx * qx + qy * qy);
  out[11] = z;
}

/** `a` at `i` times `b` at `j`: the pose of something carried by a body. */
export function composePoses(
  a: Float64Array,
  i: number,
  b: Float64Array,
  j: number,
  out: Float64Array,
  k: number,
): void {
  for (let row = 0; row < 12; row += 4) {
    const x = a[i + row]!;
    const y = a[i + row + 1]!;
    const z = a[i + row + 2]!;
    for (let column = 0; column < 4; column++)
      out[k + row + column] = x * b[j + column]! + y * b[j + 4 + column]! + z * b[j + 8 + column]!;
    out[k + row + 3]! += a[i + row + 3]!;
  }
}
