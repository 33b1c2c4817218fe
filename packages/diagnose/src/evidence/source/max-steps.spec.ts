import { expect, test } from 'vitest';
import { maxSteps } from './max-steps.ts';
import { seenBy } from './spec-tree.ts';

test('a table, a chain of conditions and an option', async () => {
  const source = `LIMITS = {"libero_spatial": 220, "libero_10": 520}
if suite == "libero_object":
    max_steps = 280
elif suite == "libero_goal":
    max_steps = 300
parser.add_argument("--max_steps", type=int, default=600)
BY_MEMBER = {Suite.LIBERO_90: 400}
`;
  expect(await seenBy(maxSteps, source)).toEqual([
    [1, { libero_spatial: 220, libero_10: 520 }],
    [7, { libero_90: 400 }],
    [2, { libero_object: 280, libero_goal: 300 }],
    [6, { default: 600 }],
  ]);
});

test('other tables by suite, and options of programs that know no LIBERO', async () => {
  const names = 'NAMES = {"libero_spatial": "Spatial", "libero_10": "Long"}\n';
  expect(await seenBy(maxSteps, names)).toEqual([]);
  expect(await seenBy(maxSteps, 'parser.add_argument("--max_steps", default=600)\n')).toEqual([]);
});
