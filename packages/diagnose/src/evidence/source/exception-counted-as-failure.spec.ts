import { expect, test } from 'vitest';
import { exceptionCountedAsFailure } from './exception-counted-as-failure.ts';
import { seenBy } from './spec-tree.ts';

const episodes = (handler: string, record: string) => `for episode in range(50):
    obs, done = env.reset(), False
    while not done:
        try:
            obs, _, done, _ = env.step(policy(obs))
        except Exception as error:
            logging.error(f"Caught exception: {error}")
            ${handler}
    ${record}
`;

test('an error ends the episode, which counts as any other', async () => {
  expect(
    await seenBy(exceptionCountedAsFailure, episodes('break', 'results.append({"success": done})')),
  ).toEqual([[6, { catches: 'Exception', countedLine: 9 }]]);
  expect(await seenBy(exceptionCountedAsFailure, episodes('break', 'total_episodes += 1'))).toEqual([
    [6, { catches: 'Exception', countedLine: 9 }],
  ]);
});

test.each([
  [
    'is stopped by hand',
    episodes('break', 'total_episodes += 1').replace('Exception as error', 'KeyboardInterrupt'),
  ],
  ['raises', episodes('raise', 'results.append({"success": done})')],
  ['counts errors apart', episodes('errors += 1; break', 'results.append({"success": done})')],
  [
    'records the error',
    episodes('failed = error; break', 'results.append({"success": done, "error": failed})'),
  ],
  ['counts nothing', episodes('break', 'print(episode)')],
  [
    'skips the record',
    'for e in range(9):\n    try:\n        env.step(a)\n    except OSError:\n        continue\n    results.append({"success": 1})\n',
  ],
])('silent where the program %s', async (_, source) => {
  expect(await seenBy(exceptionCountedAsFailure, source)).toEqual([]);
});

test('an episode in a function of its own', async () => {
  const source = `def play(env):
    success = False
    try:
        while True:
            obs, _, success, _ = env.step(policy(obs))
    except Exception as error:
        log(error)
    return success

def sweep(env):
    for state in states:
        success = play(env)
        total_episodes += 1
`;
  expect(await seenBy(exceptionCountedAsFailure, source)).toEqual([
    [6, { catches: 'Exception', countedLine: 13 }],
  ]);
  const honest = source.replace('log(error)', 'return error');
  expect(await seenBy(exceptionCountedAsFailure, honest)).toEqual([]);
});
