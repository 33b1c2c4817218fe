import { expect, test } from 'vitest';
import { resultsWrittenAtEnd } from './results-written-at-end.ts';
import { seenBy } from './spec-tree.ts';

test('results that wait for the last task', async () => {
  const source = `def sweep(tasks, path):
    results = {}
    for task in tasks:
        results[task] = evaluate_task(task)
    summary = {"tasks": results}
    with open(path, "w") as out:
        json.dump(summary, out)
`;
  expect(await seenBy(resultsWrittenAtEnd, source)).toEqual([[7, { loopLine: 3 }]]);
});

test('a write in each turn, also by a helper, and loops that evaluate nothing are fine', async () => {
  const source = `def keep(result):
    with open(result.name, "w") as out:
        json.dump(result, out)

def sweep(tasks, path):
    results = {}
    for task in tasks:
        results[task] = evaluate_task(task)
        keep(results[task])
    json.dump(results, open(path, "w"))

def table(rows, path):
    found = []
    for row in rows:
        found.append(parse(row))
    json.dump(found, open(path, "w"))
`;
  expect(await seenBy(resultsWrittenAtEnd, source)).toEqual([]);
});
