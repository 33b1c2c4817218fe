import { expect, test } from 'vitest';
import { convertGripper } from './gripper.ts';

test('open and closed keep their meaning', () => {
  expect(convertGripper(1, 'rlds', 'robosuite')).toBe(-1);
  expect(convertGripper(0, 'rlds', 'robosuite')).toBe(1);
  expect(convertGripper(-1, 'robosuite', 'closedness')).toBe(0);
  expect(convertGripper(0.25, 'closedness', 'rlds')).toBe(0.75);
});

test('there and back is the identity', () => {
  for (const to of ['robosuite', 'rlds', 'closedness'] as const)
    expect(convertGripper(convertGripper(0.3, 'robosuite', to), to, 'robosuite')).toBeCloseTo(0.3, 12);
});
