import { expect, test } from 'vitest';
import { evaluateIn, specFolder, specOf, specRequest, statePolicy } from '../testing/spec-evaluation.ts';

test('a worker that is heard of no more is ended, and the episode run again in a new one', async () => {
  const policy = statePolicy();
  // settles for weeks: a thread that is busy and says nothing, as one that hangs
  const changes = { episodes: 1, horizon: 4, settleSteps: 1e9 };
  const retried: string[] = [];
  const { end, error } = await evaluateIn(
    specFolder(),
    specOf(policy, specRequest({ tasks: [0], changes })),
    policy,
    {
      silence: 8000,
      patience: 1,
      onEvent: (event) => {
        if (event.type === 'retry') retried.push(`${event.episode} ${event.error.code}`);
      },
    },
  );
  expect(retried).toEqual(['plumb-desk/0/0 WORKER_LOST']);
  expect(end).toBe('failed');
  expect(error).toMatchObject({
    code: 'WORKER_LOST',
    what: expect.stringContaining('nothing was heard of it for 8 s'),
  });
}, 60_000);

test('a worker that waits for a slow policy is not taken for one that hangs', async () => {
  const policy = statePolicy(
    () =>
      new Promise((resolve) =>
        setTimeout(() => resolve({ actions: [new Float64Array(7), new Float64Array(7)] }), 10_000),
      ),
  );
  const changes = { episodes: 1, horizon: 2, settleSteps: 0 };
  const { end, episodes } = await evaluateIn(
    specFolder(),
    specOf(policy, specRequest({ tasks: [0], changes })),
    policy,
    { silence: 8000 },
  );
  expect(end).toBe('finished');
  expect(episodes[0]).toMatchObject({ status: 'failure', attempts: 1 });
}, 60_000);
