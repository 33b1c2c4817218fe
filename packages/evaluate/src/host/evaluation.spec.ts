import { PlumbError } from '@plumb/core';
import type { PolicyAnswer } from '@plumb/policy';
import { beforeAll, expect, test } from 'vitest';
import {
  comparable,
  evaluateIn,
  followState,
  type SpecResult,
  specFolder,
  specOf,
  specRequest,
  statePolicy,
} from '../testing/spec-evaluation.ts';
import type { Evaluation } from './evaluation.ts';
import type { EvalEvent } from './evaluation-options.ts';

const lost = () =>
  new PlumbError(
    { code: 'SERVER_LOST', what: 'gone', why: 'killed', remedy: 'start it' },
    { permanent: false },
  );
const broken = () =>
  new PlumbError({ code: 'ANSWER_BROKEN', what: 'text for numbers', why: 'a bug', remedy: 'mend it' });

let undisturbed: SpecResult;
beforeAll(async () => {
  const policy = statePolicy();
  const { mkdtempSync, rmSync } = await import('node:fs');
  const folder = mkdtempSync('/tmp/plumb-eval-');
  undisturbed = await evaluateIn(`${folder}/run`, specOf(policy), policy);
  rmSync(folder, { recursive: true });
  expect(undisturbed).toMatchObject({ end: 'finished', episodes: { length: 4 } });
}, 60_000);

test('episodes differ from each other, and count questions, steps and settings', () => {
  const { episodes } = undisturbed;
  expect(new Set(episodes.map(({ actionsDigest }) => actionsDigest)).size).toBe(4);
  expect(new Set(episodes.map(({ stateDigest }) => stateDigest)).size).toBe(4);
  expect(episodes[3]).toMatchObject({
    task: 1,
    episode: 1,
    initState: 1,
    status: 'failure',
    steps: 8,
    questions: 4,
    attempts: 1,
    instruction: 'open the drawer',
  });
});

test('two workers give what one gives', async () => {
  const policy = statePolicy();
  const { episodes } = await evaluateIn(specFolder(), specOf(policy), policy, { workers: 2 });
  expect(comparable(episodes)).toEqual(comparable(undisturbed.episodes));
});

test('a worker that is terminated, again and again, changes nothing', async () => {
  const policy = statePolicy();
  let evaluation: Evaluation;
  let killed = 0;
  const { end, episodes } = await evaluateIn(
    specFolder(),
    specOf(policy),
    policy,
    {
      onEvent(event: EvalEvent) {
        if (event.type !== 'step' || event.step !== 5 || killed >= 2) return;
        killed++;
        void evaluation.killWorker(0);
      },
    },
    (started) => {
      evaluation = started;
    },
  );
  expect(killed).toBe(2);
  expect(end).toBe('finished');
  expect(comparable(episodes)).toEqual(comparable(undisturbed.episodes));
  expect(episodes.some(({ firstError }) => firstError?.code === 'WORKER_LOST')).toBe(true);
});

test('a server that goes away and comes back costs a retry; its first error is kept', async () => {
  let asked = 0;
  const policy = statePolicy(async (request) => (++asked === 3 ? lost() : followState(request)));
  const { end, episodes } = await evaluateIn(specFolder(), specOf(policy), policy);
  expect(end).toBe('finished');
  expect(comparable(episodes)).toEqual(comparable(undisturbed.episodes));
  expect(episodes[0]).toMatchObject({ attempts: 2, firstError: { code: 'SERVER_LOST', step: 4 } });
});

test('an error of ending an episode comes beside what it came to, and never first', async () => {
  const policy = {
    ...statePolicy(async (request) =>
      request.episode === 'plumb-desk/0/1' ? broken() : followState(request),
    ),
    endEpisode: async (episode: string) => {
      if (episode.startsWith('plumb-desk/0/')) throw lost();
    },
  };
  const { episodes } = await evaluateIn(specFolder(), specOf(policy), policy);
  const step = 0;
  expect(episodes.slice(0, 2)).toMatchObject([
    { status: 'failure', firstError: { code: 'SERVER_LOST', step: 8 } },
    {
      status: 'error',
      firstError: { code: 'ANSWER_BROKEN', step },
      laterErrors: [{ code: 'SERVER_LOST', step }],
    },
  ]);
  expect(episodes.slice(2).some(({ firstError }) => firstError)).toBe(false);
});

test('retries that meet other errors keep them all', async () => {
  const misdeeds = [lost, broken];
  const policy = statePolicy(async (request) =>
    request.step === 4 ? (misdeeds.shift()?.() ?? followState(request)) : followState(request),
  );
  const folder = specFolder();
  const request = specRequest({ tasks: [0], changes: { episodes: 1, horizon: 6, settleSteps: 0 } });
  const first = await evaluateIn(folder, specOf(policy, request), policy);
  const errors = {
    firstError: { code: 'SERVER_LOST', step: 4 },
    laterErrors: [{ code: 'ANSWER_BROKEN', step: 4 }],
  };
  expect(first.episodes).toMatchObject([{ status: 'error', attempts: 2, ...errors }]);
  // what a later sitting mends is still told
  const second = await evaluateIn(folder, 'resume', policy);
  expect(second.episodes).toMatchObject([{ status: 'failure', attempts: 3, ...errors }]);
});

test('an error that no retry can mend is an error, not a failure; a resumed run mends it', async () => {
  const folder = specFolder();
  let bad = true;
  const policy = statePolicy(
    async (request): Promise<PolicyAnswer | PlumbError> =>
      bad && request.episode === 'plumb-desk/0/1' ? broken() : followState(request),
  );
  const first = await evaluateIn(folder, specOf(policy), policy);
  expect(first.episodes.map(({ status }) => status)).toEqual(['failure', 'error', 'failure', 'failure']);
  expect(first.episodes[1]).toMatchObject({ steps: 0, firstError: { code: 'ANSWER_BROKEN' } });
  bad = false;
  const second = await evaluateIn(folder, 'resume', policy);
  expect(comparable(second.episodes)).toEqual(comparable(undisturbed.episodes));
  expect(second.episodes[1]).toMatchObject({ attempts: 2, firstError: { code: 'ANSWER_BROKEN' } });
});

test('a question that is never answered holds up its own episode alone', async () => {
  const policy = statePolicy(async (request) =>
    request.episode === 'plumb-desk/0/0' && request.step === 4
      ? new Promise<never>(() => {})
      : followState(request),
  );
  const done: string[] = [];
  const spec = specOf(policy, specRequest({ changes: { episodes: 2, horizon: 6, settleSteps: 0 } }));
  const { episodes } = await evaluateIn(specFolder(), spec, policy, {
    workers: 2,
    timeout: 1500,
    onEvent: (event) => {
      if (event.type === 'episode')
        done.push(`${event.record.task}/${event.record.episode} ${event.record.status}`);
    },
  });
  expect(done.at(-1)).toBe('0/0 error');
  expect(done.length).toBe(4);
  expect(episodes[0]!.firstError).toMatchObject({ code: 'POLICY_TIMEOUT', step: 4 });
});

test('answers that are wrong in length, in number or not finite are errors that say so', async () => {
  const answers: Record<string, PolicyAnswer> = {
    'plumb-desk/0/0': { actions: [new Float64Array(6), new Float64Array(6)] },
    'plumb-desk/0/1': { actions: [new Float64Array(7)] },
    'plumb-desk/1/0': { actions: [new Float64Array(7).fill(Number.NaN), new Float64Array(7)] },
  };
  const policy = statePolicy(async (request) => answers[request.episode] ?? followState(request));
  const { episodes } = await evaluateIn(specFolder(), specOf(policy), policy);
  expect(episodes.map(({ firstError }) => firstError?.code)).toEqual([
    'ACTION_SIZE',
    'CHUNK_TOO_SHORT',
    'ACTION_NOT_FINITE',
    undefined,
  ]);
});

test('after an abort the run goes on where it was', async () => {
  const folder = specFolder();
  const controller = new AbortController();
  const policy = statePolicy();
  const first = await evaluateIn(folder, specOf(policy), policy, {
    signal: controller.signal,
    onEvent: (event) => {
      if (event.type === 'step' && event.episode === 'plumb-desk/0/1' && event.step === 3) controller.abort();
    },
  });
  expect(first.end).toBe('cancelled');
  expect(first.episodes.map(({ status }) => status)).toEqual(['failure', 'cancelled']);
  const second = await evaluateIn(folder, 'resume', policy, { workers: 2 });
  expect(comparable(second.episodes)).toEqual(comparable(undisturbed.episodes));
});

test('a policy that answers nobody ends the run before every episode has become an error', async () => {
  const policy = statePolicy(async () => lost());
  const { end, error, episodes } = await evaluateIn(specFolder(), specOf(policy), policy, { patience: 1500 });
  expect(end).toBe('failed');
  expect(error?.code).toBe('SERVER_LOST');
  expect(episodes.filter(({ status }) => status === 'error').length).toBeLessThanOrEqual(1);
});

test('--stop-on suspect ends the run at a constant answer', async () => {
  const policy = statePolicy(async () => {
    const push = Float64Array.of(0.5, 0, 0, 0, 0, 0, -1);
    return { actions: [push, push] };
  });
  const spec = specOf(policy, specRequest({ changes: { episodes: 5, horizon: 300, settleSteps: 0 } }));
  const folder = specFolder();
  const { end, error, episodes } = await evaluateIn(folder, spec, policy, { stopOnSuspect: true });
  expect(end).toBe('stopped');
  expect(error?.remedy).toContain(`plumb diagnose ${folder} `);
  expect(error?.what).toContain('actions are equal');
  expect(episodes.length).toBe(1);
  expect(episodes[0]!.steps).toBeLessThan(60);
});

test('replay does what was recorded', async () => {
  const { executed } = { executed: new Map<string, Float64Array>() };
  const policy = statePolicy();
  const folder = specFolder();
  await evaluateIn(folder, specOf(policy), policy);
  const { openRun, episodeName } = await import('@plumb/run');
  const run = openRun(folder);
  for (const record of run.episodes) {
    const rows = run.steps(record).map((step) => [...step.executed]);
    executed.set(episodeName(record), Float64Array.from(rows.flat()));
  }
  run.close();
  const spec = { ...specOf(policy), policy: { ...specOf('expert').policy, name: 'replay:run' } };
  const { episodes } = await evaluateIn(specFolder(), spec, 'replay', {
    recorded: (key) => executed.get(episodeName(key)),
  });
  const digests = (list: SpecResult['episodes']) => list.map((r) => [r.actionsDigest, r.stateDigest]);
  expect(digests(episodes)).toEqual(digests(undisturbed.episodes));
});

test('a bug in one episode is its error alone: the others go on in a new thread', async () => {
  const request = specRequest({ tasks: [1], changes: { episodes: 3, horizon: 4, settleSteps: 0 } });
  const { end, episodes } = await evaluateIn(specFolder(), specOf('expert', request), 'replay', {
    // no policy gives such a thing; what stands for a bug here is that nobody looked
    recorded: ({ episode }) => (episode === 1 ? ({} as Float64Array) : new Float64Array(28)),
  });
  expect(end).toBe('finished');
  expect(episodes.map(({ status }) => status)).toEqual(['failure', 'error', 'failure']);
  expect(episodes[1]!.firstError).toMatchObject({ code: 'BUG', what: expect.stringContaining('slice') });
  // the thread that is on its way out got no further episode
  expect(episodes[2]).toMatchObject({ attempts: 1 });
  expect(episodes[2]!.firstError).toBeUndefined();
});
