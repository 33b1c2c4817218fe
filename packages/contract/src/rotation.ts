/** A rotation names its form; quaternions are unit, axis-angle is in radians (length = angle). */
export type Rotation =
  | { readonly form: 'quaternion-xyzw'; readonly value: readonly [number, number, number, number] }
  | { readonly form: 'quaternion-wxyz'; readonly value: readonly [number, number, number, number] }
  | { readonly form: 'axis-angle'; readonly value: readonly [number, number, number] };

/**
 * What happens to a quaternion with negative w on the way to axis-angle.
 * `as-is`: robosuite 1.4 (`transform_utils.quat2axisangle`), angle in [0, 2 pi].
 * `shortest`: flipped to w >= 0 first, angle in [0, pi]; some policies were trained on that.
 */
export type AntipodeRule = 'as-is' | 'shortest';

export function toXyzw(rotation: Rotation): [number, number, number, number] {
  if (rotation.form === 'quaternion-xyzw') return [...rotation.value];
  if (rotation.form === 'quaternion-wxyz') {
    const [w, x, y, z] = rotation.value;
    return [x, y, z, w];
  }
  const [x, y, z] = rotation.value;
  const angle = Math.hypot(x, y, z);
  if (angle === 0) return [0, 0, 0, 1];
  const scale = Math.sin(angle / 2) / angle;
  return [x * scale, y * scale, z * scale, Math.cos(angle / 2)];
}

/** Axis times angle in radians, under the named rule for w < 0. */
export function toAxisAngle(rotation: Rotation, rule: AntipodeRule): [number, number, number] {
  // a detour through a quaternion would change the last digits of what a server was sent
  if (rotation.form === 'axis-angle' && rule === 'as-is') return [...rotation.value];
  let [x, y, z, w] = toXyzw(rotation);
  if (rule === 'shortest' && w < 0) [x, y, z, w] = [-x, -y, -z, -w];
  w = Math.min(1, Math.max(-1, w));
  const sine = Math.sqrt(1 - w * w);
  // robosuite treats a vanishing sine as no rotation at all, even near w = -1
  if (sine < 1e-10) return [0, 0, 0];
  // robosuite's order of operations, for its last digits
  const half = Math.acos(w);
  return [(x * 2 * half) / sine, (y * 2 * half) / sine, (z * 2 * half) / sine];
}
