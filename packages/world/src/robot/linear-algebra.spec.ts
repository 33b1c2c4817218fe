import { seededRandom } from '@plumb/core';
import { expect, test } from 'vitest';
import { largestDifference } from '../testing/recorded-task.ts';
import {
  invertPositive,
  multiply,
  pseudoInvert,
  pseudoInvertByEigenvalues,
  transpose,
} from './linear-algebra.ts';

const random = seededRandom(1);
/** B Bᵀ of an n×rank matrix. */
function symmetric(n: number, rank: number): Float64Array {
  const b = Float64Array.from({ length: n * rank }, () => random() - 0.5);
  return multiply(b, transpose(b, n, rank), n, rank, n);
}

test('an inverse undoes its matrix', () => {
  const a = symmetric(7, 12);
  const unit = multiply(a, invertPositive(a, 7)!, 7, 7, 7);
  expect(
    largestDifference(
      unit,
      Float64Array.from({ length: 49 }, (_, i) => (i % 8 === 0 ? 1 : 0)),
    ),
  ).toBeLessThan(1e-10);
  expect(largestDifference(pseudoInvertByEigenvalues(a, 7), invertPositive(a, 7)!)).toBeLessThan(1e-8);
});

test('a singular matrix has a pseudo-inverse and no inverse', () => {
  const a = Float64Array.of(2, 0, 0, 0, 0.5, 0, 0, 0, 0);
  expect(invertPositive(a, 3)).toBeUndefined();
  expect([...pseudoInvert(a, 3)]).toEqual([0.5, 0, 0, 0, 2, 0, 0, 0, 0]);
  const b = symmetric(6, 6);
  const p = pseudoInvertByEigenvalues(b, 6);
  // Penrose: A A⁺ A = A
  expect(largestDifference(multiply(multiply(b, p, 6, 6, 6), b, 6, 6, 6), b)).toBeLessThan(1e-10);
});
