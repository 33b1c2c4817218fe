import { expect, test } from 'vitest';
import type { StepRecord } from '../record.ts';
import { specEpisode, specSteps } from '../testing/spec-run.ts';
import { signalsOfEpisode, signalsOfRun } from './index.ts';

const PUSH = [0.5, 0, 0, 0, 0, 0, -1];

/** What a policy that works looks like: changing actions, a hand that moves, a gripper that closes half way. */
function healthySteps(count = 200): StepRecord[] {
  return specSteps(count, PUSH, 0.001).map((step, i) => {
    const wave = Float64Array.from({ length: 7 }, (_, d) => 0.6 * Math.sin(i / (3 + d)));
    wave[6] = i < count / 2 ? -1 : 1;
    return { ...step, asked: wave, executed: wave };
  });
}

const view = (steps: readonly StepRecord[], questions = steps.length) => ({
  steps,
  questions,
  instruction: 'pick up the red cube and place it in the tray',
  horizon: 220,
});
const codes = (steps: readonly StepRecord[], questions?: number) =>
  signalsOfEpisode(view(steps, questions)).map(({ code, severity }) => `${code} ${severity}`);

test('a policy that works raises nothing, at no length', () => {
  for (const count of [1, 10, 30, 41, 150, 200]) expect(codes(healthySteps(200).slice(0, count))).toEqual([]);
});

test('equal actions while the hand moves', () => {
  expect(codes(specSteps(40, PUSH))).toContain('constant-actions suspect');
  // one question, one chunk: nothing is known of what the policy would do with another picture
  expect(codes(specSteps(40, PUSH), 1)).not.toContain('constant-actions suspect');
  // an arm that cannot move shows the same picture again
  expect(codes(specSteps(40, PUSH, 0))).not.toContain('constant-actions suspect');
});

test('a dimension at its end', () => {
  const steps = healthySteps(60).map((step) => {
    const executed = step.executed.slice();
    executed[3] = 1;
    return { ...step, executed };
  });
  expect(codes(steps)).toContain('saturated-dimension suspect');
  const text = signalsOfEpisode(view(steps))[0]!.text;
  expect(text).toBe('Dimension 3 (roll) was at its end in 60 of 60 steps.');
});

test('actions beyond [-1, 1]: a little is a note, another unit is a suspect', () => {
  const at = (value: number) =>
    healthySteps(20).map((step, i) => {
      const asked = step.asked.slice();
      if (i === 7) asked[1] = value;
      return { ...step, asked };
    });
  expect(codes(at(1.4))).toEqual(['out-of-range note']);
  expect(codes(at(-40))).toEqual(['out-of-range suspect']);
  expect(signalsOfEpisode(view(at(-40)))[0]).toMatchObject({
    step: 7,
    text: expect.stringContaining('40.0'),
  });
});

test('a gripper with one command, where something is to be picked up', () => {
  const open = healthySteps().map((step) => {
    const executed = step.executed.slice();
    executed[6] = -1;
    return { ...step, executed };
  });
  expect(codes(open)).toEqual(['idle-gripper suspect']);
  const stove = { ...view(open), instruction: 'turn on the stove' };
  expect(signalsOfEpisode(stove)).toEqual([]);
});

test('an arm that stands still, and one that leaves', () => {
  const still = healthySteps(60).map((step) => ({ ...step, eefPosition: [0, 0, 1] as const }));
  expect(codes(still)).toEqual(['arm-stands-still suspect']);
  const gone = healthySteps(60).map((step, i) => ({ ...step, eefPosition: [0, 0.02 * i, 1] as const }));
  expect(codes(gone)).toEqual(['leaves-workspace suspect']);
});

test('success before anything was done', () => {
  expect(codes([{ ...healthySteps(1)[0]!, success: true }])).toEqual(['success-on-first-step suspect']);
});

const digest = (char: string) => char.repeat(64);
const failed = (episode: number, changes = {}) =>
  specEpisode({
    episode,
    status: 'failure',
    steps: 220,
    actionsDigest: digest('abcdef'[episode % 6]!),
    ...changes,
  });
const runCodes = (episodes: Parameters<typeof signalsOfRun>[0]) =>
  signalsOfRun(episodes, 220).map(({ code, severity }) => `${code} ${severity}`);

test('across episodes: the same actions, always the limit, errors, slowness', () => {
  expect(runCodes([failed(0), failed(1)])).toEqual([]);
  expect(runCodes([failed(0), failed(1, { actionsDigest: digest('a') })])).toEqual([
    'identical-episodes suspect',
  ]);
  expect(runCodes([failed(0), failed(50, { actionsDigest: digest('a') })])).toEqual([]);
  expect(runCodes([0, 1, 2, 3, 4].map((i) => failed(i)))).toEqual(['always-at-limit suspect']);
  expect(runCodes([0, 1, 2, 3].map((i) => failed(i)).concat(failed(4, { steps: 90 })))).toEqual([]);
  const firstError = { code: 'SERVER_LOST', what: 'gone', step: 3 };
  expect(runCodes([failed(0), failed(1, { firstError })])).toEqual(['server-errors note']);
  expect(runCodes([0, 1, 2].map((i) => failed(i, { firstError, status: 'error', steps: 3 })))).toEqual([
    'server-errors suspect',
  ]);
  const laterErrors = [{ code: 'POLICY_TIMEOUT', what: 'slow', step: 9 }];
  expect(signalsOfRun([failed(0, { firstError, laterErrors })], 220)[0]?.text).toMatch(
    /SERVER_LOST at step 3: gone There were also POLICY_TIMEOUT\.$/,
  );
  const timing = { total: 1e6, simulation: 0, rendering: 0, inference: 120 * 2000 };
  expect(runCodes([failed(0, { timing })])).toEqual(['slow-inference note']);
});
