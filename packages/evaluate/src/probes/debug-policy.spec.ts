import { openPolicy } from '@plumb/policy';
import { expect, test } from 'vitest';
import { makeRunSpec } from '../host/make-run-spec.ts';
import { debugPolicy } from './debug-policy.ts';
import type { ProbeResult } from './probe-result.ts';

test('a policy that does nothing, in plumb-desk, from the four checks to the times', {
  timeout: 240_000,
}, async () => {
  const policy = await openPolicy('zero', { manifest: ['family=plain', 'cameras=agentview'] });
  const { name, manifest, overrides, description } = policy;
  const spec = makeRunSpec(
    { suite: 'plumb-desk', changes: { horizon: 5 }, version: '0' },
    { name, manifest, overrides, description },
  );
  const results: ProbeResult[] = [];
  await debugPolicy(policy, spec, { result: (result) => results.push(result) });
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
