import { expect, test } from 'vitest';
import { dummyDataSubstituted } from './dummy-data-substituted.ts';
import { seenBy } from './spec-tree.ts';

test('invented data where the data set cannot be had', async () => {
  const source = `class Demos:
    def __init__(self, repo):
        try:
            self.rows = load_dataset(repo, split="train")
        except Exception as error:
            print(error)
            self.rows = self.make_fake_samples()
`;
  expect(await seenBy(dummyDataSubstituted, source)).toEqual([
    [7, { made: 'make_fake_samples', loads: 'load_dataset', announced: true }],
  ]);
});

test('an error that goes on, and dummy data that is asked for, are fine', async () => {
  const source = `def rows(repo, dummy):
    if dummy:
        return create_dummy_dataset()
    try:
        return load_dataset(repo)
    except ConnectionError:
        return load_from_disk(repo)
    except Exception as error:
        raise RuntimeError(repo) from error
`;
  expect(await seenBy(dummyDataSubstituted, source)).toEqual([]);
});
