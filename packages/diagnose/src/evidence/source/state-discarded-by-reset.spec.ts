import { expect, test } from 'vitest';
import { seenBy } from './spec-tree.ts';
import { stateDiscardedByReset } from './state-discarded-by-reset.ts';

test('a stored state, then a reset', async () => {
  const source = `def start(env, states):
    env.seed(0)
    env.set_init_state(states[0])
    obs = env.reset()
    return obs
`;
  expect(await seenBy(stateDiscardedByReset, source)).toEqual([[3, { environment: 'env', resetLine: 4 }]]);
});

test('a loop that begins with a reset discards what was set before it', async () => {
  const source = `class Runner:
    def run(self, state):
        self.env.set_init_state(state)
        for episode in range(3):
            obs = self.env.reset()
            self.env.step(self.policy(obs))
`;
  expect(await seenBy(stateDiscardedByReset, source)).toEqual([
    [3, { environment: 'self.env', resetLine: 5 }],
  ]);
});

test.each([
  [
    'the usual order',
    'for k in range(5):\n    env.reset()\n    obs = env.set_init_state(states[k])\n    env.step(act(obs))\n',
  ],
  ['steps between', 'env.set_init_state(s)\nenv.step(a)\nenv.reset()\n'],
  ['a picture of the state', 'obs = env.set_init_state(s)\nsave(obs["agentview_image"])\nenv.reset()\n'],
  ['a helper that steps', 'env.set_init_state(s)\nrollout(env)\nenv.reset()\n'],
  ['a reset in the other branch', 'if fixed:\n    env.set_init_state(s)\nelse:\n    env.reset()\n'],
  ['another environment', 'env.set_init_state(s)\nother_env.reset()\n'],
  ['an optimiser', 'optimizer.set_state(s)\noptimizer.reset()\n'],
  ['the end of a loop', 'for s in states:\n    env.set_init_state(s)\n    draw()\nenv.reset()\n'],
])('silent with %s', async (_, source) => {
  expect(await seenBy(stateDiscardedByReset, source)).toEqual([]);
});
