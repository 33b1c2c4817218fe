import { openPolicy } from '@plumb/policy';
import { afterEach, expect, test, vi } from 'vitest';
import { makeRunSpec } from '../host/make-run-spec.ts';
import { TaskStage } from '../worker/task-stage.ts';
import { checkEpisode } from './basic-checks.ts';

afterEach(() => vi.restoreAllMocks());

async function zeroInDesk() {
  const policy = await openPolicy('zero', { manifest: ['family=plain', 'cameras=agentview'] });
  const { name, manifest, overrides, description } = policy;
  const spec = makeRunSpec(
    { suite: 'plumb-desk', changes: {}, version: '0' },
    { name, manifest, overrides, description },
  );
  return { policy, spec };
}

test('the stage is deleted once, though the policy fails when its episode ends', async () => {
  const { policy: zero, spec } = await zeroInDesk();
  const deleted = vi.spyOn(TaskStage.prototype, 'delete');
  const policy = {
    ...zero,
    endEpisode: async () => {
      throw new Error('connection lost');
    },
  };
  await expect(checkEpisode(policy, spec, 2)).rejects.toThrow('connection lost');
  expect(deleted).toHaveBeenCalledTimes(1);
});

test('an episode has the physics and the look of the run', async () => {
  const { policy, spec } = await zeroInDesk();
  const opened = vi.spyOn(TaskStage, 'open');
  await checkEpisode(policy, { ...spec, look: 3 }, 1);
  expect(opened).toHaveBeenCalledWith(expect.anything(), expect.objectContaining({ look: 3 }));
  const physics = { engine: 'mujoco', version: '2.3.7' };
  await expect(checkEpisode(policy, { ...spec, physics }, 1)).rejects.toMatchObject({
    code: 'PHYSICS_UNKNOWN',
  });
});
