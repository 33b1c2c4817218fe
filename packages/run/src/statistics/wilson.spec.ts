import { expect, test } from 'vitest';
import { wilsonInterval } from './wilson.ts';

// scipy 1.15.3, binomtest(k, n).proportion_ci(method='wilson')
test.each([
  [50, 50, 0.92865, 1],
  [490, 500, 0.9636, 0.98909],
  [475, 500, 0.92722, 0.96595],
  [0, 20, 0, 0.16113],
  [1, 10, 0.01788, 0.40415],
])('%i of %i', (successes, trials, low, high) => {
  const interval = wilsonInterval(successes, trials);
  expect(interval.low).toBeCloseTo(low, 4);
  expect(interval.high).toBeCloseTo(high, 4);
});

test('without trials nothing is known', () => {
  expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 });
});
