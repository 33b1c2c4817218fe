import { openPolicy, type Policy } from '@plumb/policy';
import type { ProbeResult } from '@plumb/run';
import { expect, test } from 'vitest';
import { makeRunSpec } from '../host/make-run-spec.ts';
import { debugPolicy } from './debug-policy.ts';

/** A policy that does nothing, and a short run of it. */
async function openZero() {
  const policy = await openPolicy('zero', { manifest: ['family=plain', 'cameras=agentview'] });
  const { name, manifest, overrides, description } = policy;
  const spec = makeRunSpec(
    { suite: 'plumb-desk', changes: { horizon: 5 }, version: '0' },
    { name, manifest, overrides, description },
  );
  return { policy, spec };
}

test('a policy that does nothing, in plumb-desk, from the four checks to the times', {
  timeout: 240_000,
}, async () => {
  const { policy, spec } = await openZero();
  const results: ProbeResult[] = [];
  expect(await debugPolicy(policy, spec, { result: (result) => results.push(result) })).toBe(true);
  const [loaded, forward, same, episode, image] = results;
  expect(loaded!.text).toContain('Model loaded to');
  expect(forward!.text).toBe('Forward pass successful');
  expect(same!.text).toBe('Actions are deterministic');
  expect(episode).toMatchObject({ outcome: 'fail', numbers: { steps: 5 } });
  expect(image).toMatchObject({ name: 'image-dependence', outcome: 'fail' });
  expect(results.map((result) => result.name)).toEqual([
    'model-loaded',
    'forward-pass',
    'determinism',
    'episode',
    'image-dependence',
    'instruction-dependence',
    'state-dependence',
    'random-twin',
    'action-statistics',
    'gripper',
    'picture-flips',
    'chunk-smoothness',
    'hidden-features',
    'timing',
  ]);
});

test('a policy that answers NaN to a black picture is told so, and the other probes go on', {
  timeout: 240_000,
}, async () => {
  const zero = await openPolicy('zero', { manifest: ['family=plain', 'cameras=agentview'] });
  const { name, manifest, overrides, description } = zero;
  const policy: Policy = {
    ...{ name, manifest, overrides, description, maxBatch: 1, maxParallel: 1 },
    act: async (requests) =>
      requests.map(({ observation }) => {
        const seen = observation.images.agentview!.data.some((value) => value > 0);
        return { actions: [new Float64Array(7).fill(seen ? 0.1 : Number.NaN)] };
      }),
    close: async () => {},
  };
  const spec = makeRunSpec(
    { suite: 'plumb-desk', changes: { horizon: 5 }, version: '0' },
    { name, manifest, overrides, description },
  );
  const results: ProbeResult[] = [];
  await debugPolicy(policy, spec, { result: (result) => results.push(result) });
  expect(results.find((result) => result.name === 'image-dependence')).toMatchObject({
    outcome: 'unknown',
    text: expect.stringContaining('is NaN'),
  });
  expect(results.find((result) => result.name === 'instruction-dependence')!.outcome).toBe('fail');
});

test('where the forward pass fails nothing more is asked, and it says so', { timeout: 240_000 }, async () => {
  const zero = await openPolicy('zero', { manifest: ['family=plain', 'cameras='] });
  const { name, manifest, overrides, description } = zero;
  const policy: Policy = { ...zero, act: async () => [{ actions: [new Float64Array(7).fill(Number.NaN)] }] };
  const spec = makeRunSpec(
    { suite: 'plumb-desk', changes: { horizon: 5 }, version: '0' },
    { name, manifest, overrides, description },
  );
  const results: ProbeResult[] = [];
  expect(await debugPolicy(policy, spec, { result: (result) => results.push(result) })).toBe(false);
  expect(results.map((result) => [result.name, result.outcome])).toEqual([
    ['model-loaded', 'pass'],
    ['forward-pass', 'fail'],
  ]);
});

test('what breaks in the middle is named after what was found, and thrown', {
  timeout: 240_000,
}, async () => {
  const { policy, spec } = await openZero();
  const broken: Policy = {
    ...policy,
    act: async (requests, signal) => {
      if (requests.some(({ observation }) => observation.instruction === ''))
        throw new TypeError('no such word');
      return policy.act(requests, signal);
    },
  };
  const results: ProbeResult[] = [];
  const asked = debugPolicy(broken, spec, { result: (result) => results.push(result) });
  await expect(asked).rejects.toThrow('no such word');
  expect(results.map((result) => result.name).slice(-2)).toEqual([
    'image-dependence',
    'instruction-dependence',
  ]);
  expect(results.at(-1)).toMatchObject({
    outcome: 'unknown',
    text: 'Plumb broke here: TypeError: no such word. Nothing was asked after that.',
  });
});
