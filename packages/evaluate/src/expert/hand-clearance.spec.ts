import { expect, test } from 'vitest';
import { isClear } from './hand-clearance.ts';

const UPRIGHT = [1, 0, 0, 0, 1, 0, 0, 0, 1];
const box = (centre: [number, number, number], half: [number, number, number], matrix = UPRIGHT) => ({
  centre,
  half,
  matrix,
});
const grasp = (closing: number) => ({ position: [0, 0, 1] as const, closing });

test('a wall beside the hand is in the way of the fingers that open towards it', () => {
  const wall = box([0.055, 0, 1], [0.002, 0.1, 0.05]);
  expect(isClear(grasp(0), [wall])).toBe(false);
  expect(isClear(grasp(Math.PI / 2), [wall])).toBe(true);
  // lower than the fingertips
  expect(isClear(grasp(0), [box([0.055, 0, 0.9], [0.002, 0.1, 0.05])])).toBe(true);
});

test('what is between the fingers is not in the way, what is under the palm is', () => {
  expect(isClear(grasp(0), [box([0, 0, 1], [0.03, 0.03, 0.04])])).toBe(true);
  expect(isClear(grasp(0), [box([0, 0, 1.02], [0.03, 0.03, 0.04])])).toBe(false);
});

test('a turned wall is told from its bounding box', () => {
  const [c, s] = [Math.cos(Math.PI / 4), Math.sin(Math.PI / 4)];
  const turned = [c, -s, 0, s, c, 0, 0, 0, 1];
  const wall = box([0.08, 0.08, 1], [0.001, 0.1, 0.05], turned);
  expect(isClear(grasp(0), [wall])).toBe(true);
  expect(isClear(grasp(Math.PI / 4), [box([0.04, 0.04, 1], [0.001, 0.1, 0.05], turned)])).toBe(false);
});
