import { expect, test } from 'vitest';
import { exceptionCountedAsFailure } from './exception-counted-as-failure.ts';
import { seenBy } from './spec-tree.ts';

const episodes = (handler: string, record: string) => `for episode in range(50):
    obs, done = env.reset(), False
    while not done:
        try:
            obs, _, done, _ = env.step(policy(obs))
        except Exception as error:
            ${handler}
    ${record}
`;

test('an error ends the episode, which counts as any other', async () => {
  expect(
    await seenBy(exceptionCountedAsFailure, episodes('break', 'results.append({"success": done})')),
  ).toEqual([[6, { catches: 'Exception', countedLine: 8 }]]);
  expect(await seenBy(exceptionCountedAsFailure, episodes('break', 'total_episodes += 1'))).toEqual([
    [6, { catches: 'Exception', countedLine: 8 }],
  ]);
});

test.each([
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
