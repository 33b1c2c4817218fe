import { openPolicy } from '@plumb/policy';
import { afterEach, expect, test, vi } from 'vitest';
import { makeRunSpec } from '../host/make-run-spec.ts';
import { rulesOf } from '../host/rules-of.ts';
import { TaskStage } from '../worker/task-stage.ts';
import { checkEpisode } from './basic-checks.ts';

afterEach(() => vi.restoreAllMocks());

test('the stage is deleted once, though the policy fails when its episode ends', async () => {
  const zero = await openPolicy('zero', { manifest: ['family=plain', 'cameras=agentview'] });
  const deleted = vi.spyOn(TaskStage.prototype, 'delete');
  const policy = {
    ...zero,
    endEpisode: async () => {
      throw new Error('connection lost');
    },
  };
  const { name, manifest, overrides, description } = zero;
  const spec = makeRunSpec(
    { suite: 'plumb-desk', changes: { horizon: 2 }, version: '0' },
    { name, manifest, overrides, description },
  );
  await expect(checkEpisode(policy, 'plumb-desk', rulesOf(spec))).rejects.toThrow('connection lost');
  expect(deleted).toHaveBeenCalledTimes(1);
});
