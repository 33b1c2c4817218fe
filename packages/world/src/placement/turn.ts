/** Quaternions w x y z. */
export type Quaternion = readonly [number, number, number, number];

const AXES = { x: 1, y: 2, z: 3 } as const;

/** A turn by `angle` radians about an axis, w x y z. */
export function turnAbout(axis: keyof typeof AXES, angle: number): Quaternion {
  const quaternion: [number, number, number, number] = [Math.cos(angle / 2), 0, 0, 0];
  quaternion[AXES[axis]] = Math.sin(angle / 2);
  return quaternion;
}

/**
 * What LIBERO's samplers of movable objects take for such a turn (workspace_region_sampler.py): components x y z w,
 * which are then used as w x y z. Init states and scenes are made of these orientations, so the slip stays.
 */
export function slippedTurnAbout(axis: keyof typeof AXES, angle: number): Quaternion {
  const [w, x, y, z] = turnAbout(axis, angle);
  return [x, y, z, w];
}

/** robosuite's quat_multiply(q1, q0) on components x y z w, rounded to single precision (transform_utils.py). */
export function multiplySingle(q1: Quaternion, q0: Quaternion): Quaternion {
  const [x0, y0, z0, w0] = q0;
  const [x1, y1, z1, w1] = q1;
  const f = Math.fround;
  return [
    f(x1 * w0 + y1 * z0 - z1 * y0 + w1 * x0),
    f(-x1 * z0 + y1 * w0 + z1 * x0 + w1 * y0),
    f(x1 * y0 - y1 * x0 + z1 * w0 + w1 * z0),
    f(-x1 * x0 - y1 * y0 - z1 * z0 + w1 * w0),
  ];
}
