import { expect, test } from 'vitest';
import { seenBy } from './spec-tree.ts';
import { strictFalseResultUnused } from './strict-false-result-unused.ts';

test('a result that nobody takes, and one that nobody looks at', async () => {
  const source = `def load(net, weights):
    net.load_state_dict(weights, strict=False)
    missing, unexpected = net.load_state_dict(weights, strict=False)
    print("loaded")
`;
  expect(await seenBy(strictFalseResultUnused, source)).toEqual([
    [2, { shown: 'nothing' }],
    [3, { shown: 'nothing' }],
  ]);
});

test('a list that is cut', async () => {
  const source = `def load(net, weights):
    report = net.load_state_dict(weights, strict=False)
    if report.missing_keys:
        print(len(report.missing_keys), report.missing_keys[:5])
`;
  expect(await seenBy(strictFalseResultUnused, source)).toEqual([[2, { shown: 'first 5' }]]);
});

test.each([
  [
    'raises',
    'missing, _ = net.load_state_dict(w, strict=False)\nif missing:\n    raise ValueError(missing[:3])\n',
  ],
  ['asserts', 'missing, extra = net.load_state_dict(w, strict=False)\nassert not missing and not extra\n'],
  ['shows all', 'report = net.load_state_dict(w, strict=False)\nprint(report)\n'],
  ['hands on', 'def load():\n    report = net.load_state_dict(w, strict=False)\n    return report\n'],
  ['loads one tensor', 'net.load_state_dict({"weight": tensor}, strict=False)\n'],
  [
    'loads shards',
    'for shard in shards:\n    part = read(shard)\n    net.load_state_dict(part, strict=False)\n',
  ],
])('silent where the program %s', async (_, source) => {
  expect(await seenBy(strictFalseResultUnused, source)).toEqual([]);
});
