import type { LiberoWorld, SceneObject } from '@plumb/world';

type Vector3 = readonly [number, number, number];

/** A part of an object as a box: centre, half sizes and axes (rows of a 3×3), world frame, metres. */
export interface Part {
  readonly centre: Vector3;
  readonly half: Vector3;
  readonly matrix: ArrayLike<number>;
}

/** The felt parts of an object where they are now; shapes that are no boxes count as their bounding boxes. */
export function partsOf(world: LiberoWorld, object: SceneObject): Part[] {
  const { geomPosition, geomMatrix, geomSize } = world.simulation.views;
  return object.contactGeoms.map((name) => {
    const id = world.simulation.id('geom', name);
    const [a = 0, b = 0, c = 0] = geomSize.subarray(id * 3, id * 3 + 3);
    return {
      centre: [geomPosition[id * 3]!, geomPosition[id * 3 + 1]!, geomPosition[id * 3 + 2]!],
      half: c > 0 ? [a, b, c] : b > 0 ? [a, a, b] : [a, a, a],
      matrix: geomMatrix.slice(id * 9, id * 9 + 9),
    };
  });
}

/** All corners of the parts. */
export function cornersOf(parts: readonly Part[]): Vector3[] {
  const signs = [-1, 1];
  return parts.flatMap(({ centre, half, matrix }) =>
    signs.flatMap((sx) =>
      signs.flatMap((sy) =>
        signs.map((sz): Vector3 => {
          const local = [sx * half[0], sy * half[1], sz * half[2]];
          const at = (row: number) =>
            centre[row]! +
            matrix[row * 3]! * local[0]! +
            matrix[row * 3 + 1]! * local[1]! +
            matrix[row * 3 + 2]! * local[2]!;
          return [at(0), at(1), at(2)];
        }),
      ),
    ),
  );
}

/** Lowest and highest value of points along a direction. */
export function extentAlong(points: readonly Vector3[], direction: Vector3): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const point of points) {
    const value = point[0] * direction[0] + point[1] * direction[1] + point[2] * direction[2];
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}
