import { expect, test } from 'vitest';
import { seeds } from './seeds.ts';
import { seenBy } from './spec-tree.ts';

test('what the environment is seeded with, as a number where the file tells it', async () => {
  const source = `SEED = 7
env.seed(SEED)
env.seed(0)
def run(env, seed, start=3):
    env.seed(seed + 1)
    env.seed(start)
`;
  expect(await seenBy(seeds, source)).toEqual([
    [2, { environment: 'env', seed: 7 }],
    [3, { environment: 'env', seed: 0 }],
    [5, { environment: 'env', seed: 'seed + 1' }],
    [6, { environment: 'env', seed: 3 }],
  ]);
});

test('other generators, and wrappers that hand a seed on', async () => {
  const source = `np.random.seed(3)
class Wrapped:
    def seed(self, seed):
        return self.env.seed(seed)
env.seed(data)
`;
  expect(await seenBy(seeds, source)).toEqual([]);
});
