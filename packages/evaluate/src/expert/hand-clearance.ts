import type { Part } from './object-shape.ts';
import type { Grasp } from './plan-grasp.ts';

type Vector3 = readonly [number, number, number];

/**
 * The open hand over a grasp as boxes: middle along the closing direction and above the gripper's site, half sizes
 * along closing, across and up. Metres, from the Panda's published shape with 2 mm to spare.
 */
const HAND: readonly { readonly along: number; readonly up: number; readonly half: Vector3 }[] = [
  { along: 0.05, up: 0.02, half: [0.012, 0.013, 0.034] },
  { along: -0.05, up: 0.02, half: [0.012, 0.013, 0.034] },
  { along: 0, up: 0.085, half: [0.104, 0.034, 0.035] },
];

/** Whether the open hand fits there: nothing of the obstacles is where fingers and palm are. */
export function isClear({ position, closing }: Grasp, obstacles: readonly Part[]): boolean {
  const [c, s] = [Math.cos(closing), Math.sin(closing)];
  // columns are closing, across, up
  const matrix = [c, -s, 0, s, c, 0, 0, 0, 1];
  return HAND.every(({ along, up, half }) => {
    const centre = [position[0] + along * c, position[1] + along * s, position[2] + up] as const;
    return !obstacles.some((part) => overlaps({ centre, half, matrix }, part));
  });
}

/** Two boxes overlap unless one of 15 axes parts them. */
function overlaps(a: Part, b: Part): boolean {
  const offset = a.centre.map((value, i) => b.centre[i]! - value);
  const [axesA, axesB] = [axesOf(a), axesOf(b)];
  const axes = [...axesA, ...axesB, ...axesA.flatMap((x) => axesB.map((y) => cross(x, y)))];
  return axes.every((axis) => {
    // parallel edges: the faces have said all
    if (dot(axis, axis) < 1e-9) return true;
    const reach = (axesOfPart: readonly Vector3[], half: Vector3) =>
      axesOfPart.reduce((sum, edge, i) => sum + half[i]! * Math.abs(dot(edge, axis)), 0);
    return Math.abs(dot(offset, axis)) < reach(axesA, a.half) + reach(axesB, b.half);
  });
}

const axesOf = ({ matrix: m }: Part): Vector3[] =>
  [0, 1, 2].map((column) => [m[column]!, m[3 + column]!, m[6 + column]!]);

const dot = (a: ArrayLike<number>, b: ArrayLike<number>) => a[0]! * b[0]! + a[1]! * b[1]! + a[2]! * b[2]!;

function cross(a: Vector3, b: Vector3): Vector3 {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}
