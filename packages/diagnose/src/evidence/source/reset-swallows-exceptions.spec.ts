import { expect, test } from 'vitest';
import { resetSwallowsExceptions } from './reset-swallows-exceptions.ts';
import { seenBy } from './spec-tree.ts';

test('continue in finally around a reset', async () => {
  const source = `def again(self):
    while True:
        try:
            return self.env.reset()
        except PlacementError:
            pass
        finally:
            continue
`;
  expect(await seenBy(resetSwallowsExceptions, source)).toEqual([[7, { keyword: 'continue' }]]);
});

test('continue in the handler, a loop inside finally, and other work are fine', async () => {
  const source = `for _ in range(9):
    try:
        env.reset()
    except PlacementError:
        continue
    finally:
        for view in views:
            if view.open:
                continue
            view.close()
for _ in range(9):
    try:
        fetch()
    finally:
        continue
`;
  expect(await seenBy(resetSwallowsExceptions, source)).toEqual([]);
});
