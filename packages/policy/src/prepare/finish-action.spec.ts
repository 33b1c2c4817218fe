import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { FAMILIES, type Family } from '../manifest/families.ts';
import { actionStages, finishAction } from './finish-action.ts';

const { actions } = JSON.parse(readFileSync(new URL('fixtures/prepared.json', import.meta.url), 'utf8')) as {
  actions: Record<string, number[][]>;
};

test.each(['openvla', 'openvla-oft', 'vla-eval', 'atlas'] as const)(
  '%s: actions as its own script executes them',
  (family) => {
    const answers = actions.answers!;
    expect(answers.length).toBeGreaterThanOrEqual(10);
    for (const [i, answer] of answers.entries())
      expect([...finishAction(answer, FAMILIES[family])].map(plain)).toEqual(actions[family]![i]!.map(plain));
  },
);

test.each(['openpi', 'lerobot', 'plain'] as const)('%s executes what was answered', (family) => {
  expect(actionStages(FAMILIES[family])).toEqual([]);
});

test('every stage is seen by its name, and may be disturbed', () => {
  const seen: string[] = [];
  const flipped = finishAction([0, 0, 0, 0, 0, 0, 0.9], FAMILIES.openvla, (stage, action) => {
    seen.push(`${stage} ${plain(action[6]!)}`);
    return stage === 'gripper-binarise' ? action.map((value) => -value) : action;
  });
  expect(seen).toEqual(['answered 0.9', 'gripper-rescale 0.8', 'gripper-binarise 1', 'gripper-invert 1']);
  expect(flipped[6]).toBe(1);
});

test('an action of another length has no gripper in its seventh place', () => {
  expect(() => finishAction([1, 2], FAMILIES.openpi)).toThrowError(
    expect.objectContaining({ code: 'ACTION_SIZE' }),
  );
});

test('every family names its cameras and its own gripper', () => {
  const grippers = Object.fromEntries(
    (Object.keys(FAMILIES) as Family[]).map((name) => [name, FAMILIES[name].gripper]),
  );
  expect(grippers).toMatchObject({
    openvla: 'rlds',
    'openvla-oft': 'rlds',
    openpi: 'robosuite',
    lerobot: 'robosuite',
  });
});

/** Without the sign of zero, and to the digits that both sides print. */
function plain(value: number): number {
  return Number(value.toPrecision(12)) + 0;
}
