import type { LocalPose } from '@plumb/contract';

/** Metres. */
export type Vector = [number, number, number];
/** w x y z. */
export type Quaternion = [number, number, number, number];

export const NO_TURN: Quaternion = [1, 0, 0, 0];

export function multiply(a: Readonly<Quaternion>, b: Readonly<Quaternion>): Quaternion {
  return [
    a[0] * b[0] - a[1] * b[1] - a[2] * b[2] - a[3] * b[3],
    a[0] * b[1] + a[1] * b[0] + a[2] * b[3] - a[3] * b[2],
    a[0] * b[2] - a[1] * b[3] + a[2] * b[0] + a[3] * b[1],
    a[0] * b[3] + a[1] * b[2] - a[2] * b[1] + a[3] * b[0],
  ];
}

export function normalise(q: Readonly<Quaternion>): Quaternion {
  const length = Math.hypot(...q);
  return length < 1e-14 ? [...q] : [q[0] / length, q[1] / length, q[2] / length, q[3] / length];
}

/** Row-major 3x3 of a unit quaternion. */
export function matrixOf([w, x, y, z]: Readonly<Quaternion>): number[] {
  return [
    w * w + x * x - y * y - z * z,
    2 * (x * y - w * z),
    2 * (x * z + w * y),
    2 * (x * y + w * z),
    w * w - x * x + y * y - z * z,
    2 * (y * z - w * x),
    2 * (x * z - w * y),
    2 * (y * z + w * x),
    w * w - x * x - y * y + z * z,
  ];
}

export function rotate(q: Readonly<Quaternion>, v: readonly [number, number, number]): Vector {
  const m = matrixOf(q) as [number, number, number, number, number, number, number, number, number];
  return [
    m[0] * v[0] + m[1] * v[1] + m[2] * v[2],
    m[3] * v[0] + m[4] * v[1] + m[5] * v[2],
    m[6] * v[0] + m[7] * v[1] + m[8] * v[2],
  ];
}

/** `inner`, given in the frame of `outer`, in the frame that `outer` is given in. */
export function compose(outer: LocalPose, inner: LocalPose): LocalPose {
  const [x, y, z] = rotate(outer.quaternion as Quaternion, inner.position);
  const [px, py, pz] = outer.position;
  return {
    position: [px + x, py + y, pz + z],
    quaternion: multiply(outer.quaternion as Quaternion, inner.quaternion as Quaternion),
  };
}

/** The shortest turn of +z to a unit vector (mjuu_z2quat). */
export function turnToward([x, y, z]: Readonly<Vector>): Quaternion {
  const sine = Math.hypot(-y, x);
  const half = Math.atan2(sine, z) / 2;
  const [axisX, axisY] = sine < 1e-10 ? [1, 0] : [-y / sine, x / sine];
  return [Math.cos(half), axisX * Math.sin(half), axisY * Math.sin(half), 0];
}

/** Turns about moving x, y, z in radians, MJCF's `euler` in its usual sequence. */
export function fromEuler(angles: Readonly<Vector>): Quaternion {
  let turn = NO_TURN;
  angles.forEach((angle, axis) => {
    const step: Quaternion = [Math.cos(angle / 2), 0, 0, 0];
    step[axis + 1] = Math.sin(angle / 2);
    turn = multiply(turn, step);
  });
  return normalise(turn);
}
