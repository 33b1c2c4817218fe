import { expect, test } from 'vitest';
import { Gripper } from './gripper.ts';

test('only the sign of the action counts, and the goal moves a hundredth of the half range a substep', () => {
  const gripper = new Gripper([0, 0.04, -0.04, 0]);
  expect(gripper.run(0)).toEqual([0.02, -0.02]);
  const [left, right] = gripper.run(-0.3);
  expect(left).toBeCloseTo(0.0202, 12);
  expect(right).toBeCloseTo(-0.0202, 12);
});

test('positive closes, negative opens, and the goal stops at its ends', () => {
  const gripper = new Gripper([0, 0.04, -0.04, 0]);
  let fingers = gripper.run(1);
  for (let i = 0; i < 150; i++) fingers = gripper.run(1);
  expect(fingers).toEqual([0, 0]);
  for (let i = 0; i < 250; i++) fingers = gripper.run(-1);
  expect(fingers).toEqual([0.04, -0.04]);
});
