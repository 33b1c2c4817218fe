import type { Image } from '@plumb/contract';
import { expect, test } from 'vitest';
import { psnr, ssim } from './compare-pictures.ts';

const picture = (value: (i: number) => number, size = 24): Image => ({
  width: size,
  height: size,
  orientation: 'upright',
  data: Uint8Array.from({ length: size * size * 3 }, (_, i) => value(i)),
});
const waves = (i: number) => 128 + 100 * Math.sin(i * 0.37) * Math.cos(i * 0.011);

test('equal pictures, and an error of known size', () => {
  expect(psnr(picture(waves), picture(waves))).toBe(Number.POSITIVE_INFINITY);
  expect(ssim(picture(waves), picture(waves))).toBeCloseTo(1, 12);
  // every value off by 1: 20 log10 255
  expect(
    psnr(
      picture(waves),
      picture((i) => Math.floor(waves(i)) + 1),
    ),
  ).toBeCloseTo(48.1308, 3);
});

test('the orientation is heeded', () => {
  const upside: Image = { ...picture(waves), orientation: 'flipped-vertical' };
  expect(psnr(picture(waves), upside)).toBeLessThan(20);
});

// worked out with SciPy 1.15: gaussian_filter(sigma=1.5, truncate=3.5), [5:-5, 5:-5], mean of the channels
test('similarity is that of the published formula', () => {
  const other = picture((i) => waves(i) * 0.9 + ((i * 7) % 23));
  expect(ssim(picture(waves), other)).toBeCloseTo(0.9855003817378313, 12);
});
