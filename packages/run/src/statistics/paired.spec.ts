import { expect, test } from 'vitest';
import { mcnemarExact, pairedDifference, pairsNeeded } from './paired.ts';

test('exact McNemar is the binomial test of the pairs that differ', () => {
  // scipy 1.15.3, binomtest(2, 12).pvalue, (0, 5), (8, 8)
  expect(mcnemarExact({ both: 9, onlyA: 10, onlyB: 2, neither: 1 })).toBeCloseTo(0.03857421875, 12);
  expect(mcnemarExact({ both: 0, onlyA: 0, onlyB: 5, neither: 0 })).toBeCloseTo(0.0625, 12);
  expect(mcnemarExact({ both: 0, onlyA: 8, onlyB: 8, neither: 0 })).toBe(1);
  expect(mcnemarExact({ both: 50, onlyA: 0, onlyB: 0, neither: 0 })).toBe(1);
  // far below what 2^-n could hold as a double
  expect(mcnemarExact({ both: 0, onlyA: 1000, onlyB: 1000, neither: 0 })).toBeCloseTo(1, 6);
});

test('the interval of a paired difference is Newcombe’s', () => {
  // Newcombe 1998, table III, first row: 36, 12, 2, 0 of 50: .0569 to .3404 (method 10)
  const { value, low, high } = pairedDifference({ both: 36, onlyA: 12, onlyB: 2, neither: 0 });
  expect(value).toBeCloseTo(0.2, 12);
  expect(low).toBeCloseTo(0.0569, 4);
  expect(high).toBeCloseTo(0.3404, 4);
});

test('a smaller difference needs more pairs, none at all says nothing', () => {
  const far = pairsNeeded({ both: 40, onlyA: 10, onlyB: 0, neither: 0 })!;
  const near = pairsNeeded({ both: 40, onlyA: 6, onlyB: 4, neither: 0 })!;
  expect(far).toBeLessThan(50);
  expect(near).toBeGreaterThan(900);
  expect(pairsNeeded({ both: 40, onlyA: 5, onlyB: 5, neither: 0 })).toBeUndefined();
});
