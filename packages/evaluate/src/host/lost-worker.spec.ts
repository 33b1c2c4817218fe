import { expect, test } from 'vitest';
import { evaluateIn, specFolder, specOf, specRequest, statePolicy } from '../testing/spec-evaluation.ts';
import type { Evaluation } from './evaluation.ts';
import type { EvalEvent } from './evaluation-options.ts';

const REQUEST = specRequest({ tasks: [0], changes: { episodes: 1, horizon: 4, settleSteps: 0 } });

/** Evaluates while every worker is killed before it is ready, so many times; what was told of it. */
async function evaluateKilling(times: number) {
  const policy = statePolicy();
  const told: EvalEvent[] = [];
  let killer: NodeJS.Timeout | undefined;
  const onEvent = (event: EvalEvent) => {
    if (event.type !== 'worker-lost') return;
    told.push(event);
    if (told.length >= times) clearInterval(killer);
  };
  const kill = (evaluation: Evaluation) => {
    killer = setInterval(() => void evaluation.killWorker(0), 10);
  };
  try {
    const result = await evaluateIn(specFolder(), specOf(policy, REQUEST), policy, { onEvent }, kill);
    return { told, ...result };
  } finally {
    clearInterval(killer);
  }
}

test('a worker that is killed before it is ready costs nothing but time', async () => {
  const { told, end, episodes } = await evaluateKilling(2);
  expect(told.length).toBe(2);
  expect(end).toBe('finished');
  expect(episodes).toMatchObject([{ status: 'failure', attempts: 1 }]);
  expect(episodes[0]!.firstError).toBeUndefined();
});

test('one that is killed again and again ends the run with an error', async () => {
  await expect(evaluateKilling(9)).rejects.toMatchObject({
    code: 'WORKERS_NOT_READY',
    what: expect.stringMatching(/exit code \d/),
  });
});

test('a worker that says why it cannot begin is not asked again', async () => {
  const policy = statePolicy();
  const spec = specOf(policy, REQUEST);
  const physics = { engine: 'mujoco', version: '2.3.7' };
  await expect(evaluateIn(specFolder(), { ...spec, physics }, policy)).rejects.toMatchObject({
    code: 'PHYSICS_UNKNOWN',
  });
});
