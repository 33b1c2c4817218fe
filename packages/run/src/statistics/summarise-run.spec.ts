import { expect, test } from 'vitest';
import { specEpisode } from '../testing/spec-run.ts';
import { compareRuns } from './compare-runs.ts';
import { figuresOf, summariseRun } from './summarise-run.ts';

const episode = (index: number, changes = {}) => specEpisode({ episode: index, ...changes });

test('a rate is successes of successes and failures; errors and cancelled ones stand beside it', () => {
  const figures = figuresOf([
    episode(0),
    episode(1, { status: 'failure', steps: 220 }),
    episode(2, { status: 'error', steps: 3 }),
    episode(3, { status: 'cancelled', steps: 50 }),
  ]);
  expect(figures).toMatchObject({
    episodes: 4,
    successes: 1,
    failures: 1,
    errors: 1,
    cancelled: 1,
    rate: 0.5,
  });
  expect(figures.meanSteps).toBe(170);
  expect(figures.meanStepsOfSuccesses).toBe(120);
  expect(figures.interval.low).toBeCloseTo(0.0945, 4);
});

test('without a score there is no rate, not a zero', () => {
  const figures = figuresOf([episode(0, { status: 'error' })]);
  expect(figures).not.toHaveProperty('rate');
  expect(figures.interval).toEqual({ low: 0, high: 1 });
});

test('times are of a question and of a step; tasks stand in LIBERO’s order', () => {
  const { tasks, total } = summariseRun([
    episode(0, { task: 2, questions: 20, steps: 100 }),
    episode(0, { task: 1, questions: 20, steps: 100 }),
  ]);
  expect(tasks.map(({ task }) => task)).toEqual([1, 2]);
  expect(total).toMatchObject({
    simulationMs: 6,
    inferenceMs: 5,
    renderingMs: 15,
    observationsPerSecond: 20,
  });
});

test('runs are compared on equal init states alone', () => {
  const a = [episode(0), episode(1), episode(2, { status: 'failure' }), episode(3, { status: 'error' })];
  const b = [
    episode(0, { status: 'failure' }),
    episode(1, { seed: 7 }),
    // another init state under the same number
    episode(2, { initState: 9 }),
    episode(3),
  ];
  expect(compareRuns(a, b)).toMatchObject({
    pairs: 2,
    both: 1,
    onlyA: 1,
    onlyB: 0,
    unpairedA: 1,
    unpairedB: 2,
    rateA: 1,
    rateB: 0.5,
    sameSeed: false,
  });
  expect(() => compareRuns(a, [])).toThrowError(expect.objectContaining({ code: 'COMPARE_NO_PAIRS' }));
});
