import { expect, test } from 'vitest';
import { parseRate } from './parse-rate.ts';

test.each([
  ['Average success rate: 0.00%', 0, true],
  ['  Task 0 success rate: 12.50%', 0.125, false],
  ['Current total success rate: 0.1', 0.1, true],
  ['INFO:root:Total success rate: 0.9700000286102295', 0.9700000286102295, true],
  ['Overall success rate: 0.9700 (97.0%)', 0.97, true],
  ['# successes: 3 (12.0%)', 0.12, true],
  ["{'avg_sum_reward': 0.0, 'pc_success': 4.0, 'eval_s': 12.1}", 0.04, true],
] as const)('%s', (text, rate, overall) => {
  expect(parseRate(text, 7)).toMatchObject({ line: 7, rate, overall, text: text.trim() });
});

test.each(['success rate unknown', 'a success rate: 740', '# successes: 3', 'loss: 0.1'])(
  '%s is no rate',
  (text) => {
    expect(parseRate(text, 1)).toBeUndefined();
  },
);
