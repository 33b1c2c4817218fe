import { expect, test } from 'vitest';
import { openPolicy } from '../open/open-policy.ts';
import type { PolicyAnswer } from '../policy.ts';

const observation = { images: {}, state: new Float64Array(0), instruction: '' };
const request = (episode: string, step: number) => ({ episode, step, observation });

test('zero answers zeros, and no frame is drawn for it', async () => {
  const policy = await openPolicy('zero');
  expect(policy.manifest.cameras).toEqual([]);
  expect(await policy.act([request('a', 0)])).toEqual([{ actions: [new Float64Array(7)] }]);
});

test('random depends on seed, episode and step, and on nothing else', async () => {
  const [first, again, other] = await Promise.all([1, 1, 2].map((seed) => openPolicy('random', { seed })));
  const actions = async (policy: typeof first, episode: string, step: number) =>
    ((await policy!.act([request(episode, step)]))[0] as PolicyAnswer).actions[0]!;
  const a = await actions(first, 'a', 3);
  await actions(again, 'b', 0);
  expect(await actions(again, 'a', 3)).toEqual(a);
  for (const different of [actions(first, 'a', 4), actions(first, 'b', 3), actions(other, 'a', 3)])
    expect(await different).not.toEqual(a);
});

test('random fills [-1, 1] evenly in every dimension', async () => {
  const policy = await openPolicy('random', { seed: 0 });
  const answers = await policy.act(Array.from({ length: 1024 }, (_, step) => request('a', step)));
  for (let i = 0; i < 7; i++) {
    const values = answers.map((answer) => (answer as PolicyAnswer).actions[0]![i]!);
    expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(1);
    // the mean of 1024 such numbers has a deviation of 0.018, their mean square of 0.009
    expect(Math.abs(values.reduce((sum, v) => sum + v, 0) / 1024)).toBeLessThan(0.08);
    expect(Math.abs(values.reduce((sum, v) => sum + v * v, 0) / 1024 - 1 / 3)).toBeLessThan(0.04);
  }
});

test('a manifest over it is recorded, and a chunk is as long as it says', async () => {
  const policy = await openPolicy('zero', { manifest: ['chunk=5', 'replan=5'] });
  expect(policy.overrides).toEqual({ chunk: 5, replan: 5 });
  expect(((await policy.act([request('a', 0)]))[0] as PolicyAnswer).actions).toHaveLength(5);
});
