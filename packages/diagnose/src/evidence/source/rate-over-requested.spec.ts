import { expect, test } from 'vitest';
import { rateOverRequested } from './rate-over-requested.ts';
import { seenBy } from './spec-tree.ts';

const loop = (leave: string, after: string) => `def run(n):
    successes = 0
    for episode in tqdm(range(n)):
        try:
            done = play(episode)
        except EOFError:
            ${leave}
        for step in range(9):
            break
        if done:
            successes += 1
${after}
`;

test('a rate over what was asked for, after a loop that may end early', async () => {
  expect(await seenBy(rateOverRequested, loop('break', '    return successes / n if n else 0.0'))).toEqual([
    [12, { successes: 'successes', requested: 'n', loopLine: 3, breakLines: '7' }],
  ]);
});

test.each([
  ['every episode runs', loop('raise', '    return successes / n')],
  ['the rate is over what ran', loop('break', '    return successes / len(results)')],
  ['the number is taken anew', loop('break', '    n = len(results)\n    return successes / n')],
  ['another loop is meant', loop('break', '    return successes / m')],
])('silent where %s', async (_, source) => {
  expect(await seenBy(rateOverRequested, source)).toEqual([]);
});
