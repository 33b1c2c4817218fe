/** Axis times angle (radians) to a row-major 3×3 matrix (robosuite/utils/transform_utils.py, axisangle2quat). */
export function axisAngleToMatrix(vector: ArrayLike<number>): Float64Array {
  const [vx, vy, vz] = [vector[0]!, vector[1]!, vector[2]!];
  const angle = Math.sqrt(vx * vx + vy * vy + vz * vz);
  if (angle === 0) return Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
  const sine = Math.sin(angle / 2);
  return quaternionToMatrix([
    Math.cos(angle / 2),
    (vx / angle) * sine,
    (vy / angle) * sine,
    (vz / angle) * sine,
  ]);
}

/**
 * A quaternion w x y z to a row-major 3×3 matrix as robosuite's quat2mat, in single precision: its rounding of 1e-8
 * shows in torques and placements.
 */
export function quaternionToMatrix(quaternion: readonly [number, number, number, number]): Float64Array {
  const f = Math.fround;
  const q = quaternion.map(f);
  // OpenBLAS adds up single precision products in double precision
  const n = f(q.reduce((sum, value) => sum + f(value * value), 0));
  const scale = Math.sqrt(2 / n);
  const [w, x, y, z] = q.map((value) => f(value * scale)) as [number, number, number, number];
  const p = (a: number, b: number) => f(a * b);
  return Float64Array.of(
    1 - p(y, y) - p(z, z),
    f(p(x, y) - p(z, w)),
    f(p(x, z) + p(y, w)),
    f(p(x, y) + p(z, w)),
    1 - p(x, x) - p(z, z),
    f(p(y, z) - p(x, w)),
    f(p(x, z) - p(y, w)),
    f(p(y, z) + p(x, w)),
    1 - p(x, x) - p(y, y),
  );
}

/** Half the sum of cross products of the columns of both matrices: axis times sine of the turn still to make. */
export function orientationError(desired: Float64Array, current: Float64Array): Float64Array {
  const error = new Float64Array(3);
  for (let column = 0; column < 3; column++) {
    const [cx, cy, cz] = [current[column]!, current[3 + column]!, current[6 + column]!];
    const [dx, dy, dz] = [desired[column]!, desired[3 + column]!, desired[6 + column]!];
    error[0]! += cy * dz - cz * dy;
    error[1]! += cz * dx - cx * dz;
    error[2]! += cx * dy - cy * dx;
  }
  return error.map((value) => value * 0.5);
}
