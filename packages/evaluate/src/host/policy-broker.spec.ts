import { PlumbError } from '@plumb/core';
import { FAMILIES, type Policy, type PolicyRequest } from '@plumb/policy';
import { expect, test } from 'vitest';
import { PolicyBroker } from './policy-broker.ts';

const request = (step: number): PolicyRequest => ({
  episode: 'a',
  step,
  observation: { images: {}, state: new Float64Array(), instruction: '' },
});
const answerOf = (step: number) => ({ actions: [Float64Array.of(step)] });

function policy(changes: Partial<Policy>): Policy {
  return {
    name: 'spec',
    manifest: FAMILIES.blind,
    overrides: {},
    description: {},
    maxBatch: 1,
    maxParallel: 1,
    act: async (requests) => requests.map(({ step }) => answerOf(step)),
    close: async () => {},
    ...changes,
  };
}

test('what gathers while a call is under way goes as one batch, up to what the protocol takes', async () => {
  const batches: number[][] = [];
  let release = () => {};
  const first = new Promise<void>((resolve) => {
    release = resolve;
  });
  const broker = new PolicyBroker(
    policy({
      maxBatch: 3,
      act: async (requests) => {
        batches.push(requests.map(({ step }) => step));
        if (batches.length === 1) await first;
        return requests.map(({ step }) => answerOf(step));
      },
    }),
    1000,
  );
  const answers = [0, 1, 2, 3, 4].map((step) => broker.ask(request(step)));
  release();
  expect((await Promise.all(answers)).map(({ actions }) => actions[0]![0])).toEqual([0, 1, 2, 3, 4]);
  expect(batches).toEqual([[0], [1, 2, 3], [4]]);
  expect(broker.answered).toBe(5);
});

test('an error is its request’s alone; answers that are missing are an error', async () => {
  const bad = new PlumbError({ code: 'BAD', what: 'bad', why: '', remedy: '' });
  let release = () => {};
  const first = new Promise<void>((resolve) => {
    release = resolve;
  });
  const broker = new PolicyBroker(
    policy({
      maxBatch: 3,
      act: async ([one, ...others]) => {
        if (one!.step === 0) await first;
        if (one!.step === 3) return [];
        return [
          answerOf(one!.step),
          ...others.map((other) => (other.step === 2 ? bad : answerOf(other.step))),
        ];
      },
    }),
    1000,
  );
  const answers = [0, 1, 2].map((step) => broker.ask(request(step)));
  release();
  expect((await Promise.allSettled(answers)).map(({ status }) => status)).toEqual([
    'fulfilled',
    'fulfilled',
    'rejected',
  ]);
  await expect(broker.ask(request(3))).rejects.toMatchObject({ code: 'POLICY_ANSWERS_MISSING' });
});

test('a call that is never answered gives its place free in time', async () => {
  const broker = new PolicyBroker(
    policy({ act: ([one]) => (one!.step === 0 ? new Promise(() => {}) : Promise.resolve([answerOf(1)])) }),
    20,
  );
  const hanging = broker.ask(request(0));
  const behind = broker.ask(request(1));
  // the first answer of a server may take five times as long
  await expect(hanging).rejects.toMatchObject({
    code: 'POLICY_TIMEOUT',
    what: expect.stringContaining('0.1 s'),
  });
  expect((await behind).actions[0]![0]).toBe(1);
});

test('an abort refuses what waits and what is under way', async () => {
  const broker = new PolicyBroker(policy({ act: () => new Promise(() => {}) }), 10_000);
  const both = [broker.ask(request(0)), broker.ask(request(1))];
  broker.abort(new PlumbError({ code: 'ENDED', what: '', why: '', remedy: '' }));
  for (const ask of both) await expect(ask).rejects.toMatchObject({ code: 'ENDED' });
});

test('a policy that never begins or ends an episode is given up after the same time', async () => {
  const never = () => new Promise<void>(() => {});
  const broker = new PolicyBroker(policy({ startEpisode: never, endEpisode: never }), 20);
  await expect(broker.startEpisode('a', 'push')).rejects.toMatchObject({ code: 'POLICY_TIMEOUT' });
  expect(await broker.endEpisode('a', true)).toMatchObject({ code: 'POLICY_TIMEOUT' });
  const begun = broker.startEpisode('b', 'push').catch((error: unknown) => error);
  const over = new PlumbError({ code: 'OVER', what: 'over', why: '', remedy: '' });
  broker.abort(over);
  expect(await begun).toBe(over);
});
