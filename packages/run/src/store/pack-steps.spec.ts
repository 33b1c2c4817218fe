import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { specSteps } from '../testing/spec-run.ts';
import { packSteps, unpackSteps } from './pack-steps.ts';

test('every number comes back, and an episode takes a few kilobytes', () => {
  const steps = specSteps(220, [0.123456789, -1 / 3, 0, -0, 1e-308, 7, -1]).map((step, i) => ({
    ...step,
    success: i === 219,
  }));
  const packed = packSteps(steps);
  expect(unpackSteps(packed, 'x')).toEqual(steps);
  expect(Object.is(unpackSteps(packed, 'x')[3]!.asked[3], -0)).toBe(true);
  expect(packed.length).toBeLessThan(8_000);
  expect(unpackSteps(packSteps([]), 'x')).toEqual([]);
});

test.each([
  ['no deflate at all', Buffer.from('not compressed')],
  ['cut short', Buffer.from(packSteps(specSteps(5, [0, 0, 0, 0, 0, 0, 0]))).subarray(0, 20)],
  ['half a step', deflateSync(Buffer.alloc(100))],
])('a blob that is %s is damage, with its place', (_, blob) => {
  expect(() => unpackSteps(blob, 'runs/a#plumb-desk/0/3')).toThrowError(
    expect.objectContaining({ code: 'RUN_DAMAGED', what: expect.stringContaining('plumb-desk/0/3') }),
  );
});
