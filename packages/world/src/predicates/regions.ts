type Vector3 = readonly [number, number, number];

/** How far below its box a region still holds an object, metres. */
const BELOW = 0.01;
/** An object on a site is between 5 mm below its top and 10 cm above it. */
const SINK = 0.005;
const REACH = 0.1;

export function vectorOf(values: Float64Array, id: number): Vector3 {
  return [values[id * 3]!, values[id * 3 + 1]!, values[id * 3 + 2]!];
}

export function matrixOf(values: Float64Array, id: number): Float64Array {
  return values.subarray(id * 9, id * 9 + 9);
}

/**
 * Whether a point lies in a site's box as LIBERO sees it: an axis-aligned box of half size |R s|, 1 cm deeper
 * (site_object.py, in_box).
 */
export function isInBox(
  site: Vector3,
  rotation: Float64Array,
  size: readonly number[],
  point: Vector3,
): boolean {
  return point.every((value, i) => {
    const half = Math.abs(dot(rotation, i, size));
    const lower = site[i]! - half - (i === 2 ? BELOW : 0);
    return value > lower && value < site[i]! + half;
  });
}

/** Whether a point lies above a site (site_object.py, under). R, not its transpose, as there. */
export function isOnSite(
  site: Vector3,
  rotation: Float64Array,
  size: readonly number[],
  point: Vector3,
): boolean {
  const delta = point.map((value, i) => value - site[i]!);
  const [dx, dy, dz] = [0, 1, 2].map((i) => dot(rotation, i, delta)) as unknown as Vector3;
  const [sx = 0, sy = 0, sz = 0] = size;
  return sz - SINK < dz && dz < sz + REACH && Math.abs(dx) < sx && Math.abs(dy) < sy;
}

function dot(matrix: Float64Array, row: number, vector: readonly number[]): number {
  return (
    matrix[row * 3]! * vector[0]! + matrix[row * 3 + 1]! * vector[1]! + matrix[row * 3 + 2]! * vector[2]!
  );
}
