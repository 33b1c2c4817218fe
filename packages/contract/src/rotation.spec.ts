import { expect, test } from 'vitest';
import { toAxisAngle, toXyzw } from './rotation.ts';

const half = Math.SQRT1_2;

test('both quaternion orders name the same rotation', () => {
  expect(toXyzw({ form: 'quaternion-wxyz', value: [half, half, 0, 0] })).toEqual([half, 0, 0, half]);
  const [x] = toAxisAngle({ form: 'quaternion-xyzw', value: [half, 0, 0, half] }, 'as-is');
  expect(x).toBeCloseTo(Math.PI / 2, 12);
});

test('the two rules differ exactly where w is negative', () => {
  const turned = { form: 'quaternion-xyzw', value: [half, 0, 0, -half] } as const;
  expect(toAxisAngle(turned, 'as-is')[0]).toBeCloseTo((3 * Math.PI) / 2, 12);
  expect(toAxisAngle(turned, 'shortest')[0]).toBeCloseTo(-Math.PI / 2, 12);
});

test('axis-angle survives the way through a quaternion', () => {
  const value = [0.3, -1.1, 0.7] as const;
  const quaternion = toXyzw({ form: 'axis-angle', value });
  const back = toAxisAngle({ form: 'quaternion-xyzw', value: quaternion }, 'as-is');
  back.forEach((component, i) => {
    expect(component).toBeCloseTo(value[i]!, 12);
  });
  expect(toAxisAngle({ form: 'axis-angle', value: [0, 0, 0] }, 'as-is')).toEqual([0, 0, 0]);
});
