import { expect, test } from 'vitest';
import { checkShots, rowsBetween } from './write-shots.ts';

const shots = { cameras: ['a', 'b'], size: 256, depth: true, segmentation: false, look: 2 } as const;

test('sheets and films of 10,000 rows show every eighth, of a rollout all', () => {
  expect(rowsBetween(600, shots)).toBe(1);
  expect(rowsBetween(10_000, shots)).toBe(8);
});

test('arrays that no .npz can hold are an error before anything is drawn', () => {
  expect(() => checkShots(5000, shots)).not.toThrow();
  expect(() => checkShots(10_000, shots)).toThrow(
    expect.objectContaining({ code: 'PICTURES_TOO_MANY', what: expect.stringContaining('5.3 GB') }),
  );
  expect(() => checkShots(10_000, { ...shots, depth: false })).not.toThrow();
  expect(() => checkShots(40_000, { ...shots, size: 16 })).toThrow(/80000 pictures/);
});
