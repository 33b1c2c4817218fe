import { expect, test } from 'vitest';
import { noResetBetweenEpisodes } from './no-reset-between-episodes.ts';
import { seenBy } from './spec-tree.ts';

test('episodes that only set a stored state', async () => {
  const source = `env = make_env(task)
for episode in range(50):
    obs = env.set_init_state(states[episode])
    while not done:
        obs, _, done, _ = env.step(policy(obs))
`;
  expect(await seenBy(noResetBetweenEpisodes, source)).toEqual([[3, { environment: 'env', loopLine: 2 }]]);
});

test.each([
  ['a reset in the loop', '    env.reset()\n    obs = env.set_init_state(s)\n    env.step(a)\n'],
  ['a helper that resets', '    reset_env(env)\n    env.set_init_state(s)\n    env.step(a)\n'],
  ['a new environment each time', '    env = make_env(task)\n    env.set_init_state(s)\n    env.step(a)\n'],
  ['states that are only looked at', '    env.set_init_state(s)\n    pictures.append(draw())\n'],
])('silent with %s', async (_, body) => {
  expect(await seenBy(noResetBetweenEpisodes, `for s in states:\n${body}`)).toEqual([]);
});

test('silent where a function of the file resets', async () => {
  const source = `def start(env, state):
    env.reset()
    return env.set_init_state(state)

def run(env, states):
    for state in states:
        obs = start(env, state)
        env.set_init_state(state)
        env.step(policy(obs))
`;
  expect(await seenBy(noResetBetweenEpisodes, source)).toEqual([]);
});
