import { expect, test } from 'vitest';
import { settleSteps } from './settle-steps.ts';
import { seenBy } from './spec-tree.ts';

test('a loop of zeros, with a step before it', async () => {
  const source = `def start(env, state):
    env.reset()
    env.set_init_state(state)
    still = np.zeros(7)
    obs, _, _, _ = env.step(still)
    for _ in range(9):
        obs, _, _, _ = env.step(still)
    return obs
`;
  expect(await seenBy(settleSteps, source)).toEqual([[6, { steps: 10, action: 'zeros' }]]);
});

test('a wait inside the loop over steps, with the action and the number from elsewhere in the file', async () => {
  const source = `def get_dummy_action():
    return [0, 0, 0, 0, 0, 0, -1]

class Config:
    num_steps_wait: int = 10

def run(env, cfg):
    t = 0
    while t < 200 + cfg.num_steps_wait:
        if t < cfg.num_steps_wait:
            obs, _, _, _ = env.step(get_dummy_action())
            t += 1
            continue
        obs, _, _, _ = env.step(policy(obs))
`;
  expect(await seenBy(settleSteps, source)).toEqual([[10, { steps: 10, action: '[0, 0, 0, 0, 0, 0, -1]' }]]);
});

test('an unknown number is given as written', async () => {
  const source = 'for _ in range(args.wait):\n    env.step([0.0] * 6 + [-1.0])\n';
  expect(await seenBy(settleSteps, source)).toEqual([
    [1, { steps: 'args.wait', action: '[0.0] * 6 + [-1.0]' }],
  ]);
});

test('episodes of a policy, random actions, and loops around whole episodes are none', async () => {
  const source = `for _ in range(200):
    env.step(policy(obs))
for _ in range(10):
    env.step(np.random.uniform(-1, 1, 7))
for _ in range(50):
    env.reset()
    env.step(np.zeros(7))
    env.step(policy(obs))
`;
  expect(await seenBy(settleSteps, source)).toEqual([]);
});

test('a helper of another file', async () => {
  const files = {
    'helpers.py': 'def get_dummy_action(kind):\n    return [0, 0, 0, 0, 0, 0, -1]\n',
    'run.py':
      'for _ in range(10):\n    env.step(get_dummy_action(kind))\nfor _ in range(5):\n    env.step(noop())\n',
  };
  expect(await seenBy(settleSteps, files)).toEqual([
    [1, { steps: 10, action: '[0, 0, 0, 0, 0, 0, -1]' }],
    [3, { steps: 5, action: 'noop()' }],
  ]);
});
