import { expect, test } from 'vitest';
import { seenBy } from './spec-tree.ts';
import { weightsOnlyFalse } from './weights-only-false.ts';

test('a full pickle is named by how it is opened', async () => {
  const source = `import torch, pickle
from torch import load as read
a = torch.load(path, weights_only=False)
b = read(path, map_location="cpu")
with open(stats, "rb") as handle:
    c = pickle.load(handle)
`;
  expect(await seenBy(weightsOnlyFalse, source)).toEqual([
    [3, { kind: 'weights_only=False', file: 'path' }],
    [4, { kind: 'torch.load', file: 'path' }],
    [6, { kind: 'pickle.load', file: 'handle' }],
  ]);
});

test('what is safe, not a pickle, or undecided is left alone', async () => {
  const source = `import torch, io, json, yaml
a = torch.load(path, weights_only=True)
b = json.load(handle)
c = yaml.load(handle, Loader=yaml.SafeLoader)
d = torch.load(path, **kwargs)
e = torch.load(io.BytesIO(blob))
f = policy.load(path)
`;
  expect(await seenBy(weightsOnlyFalse, source)).toEqual([]);
});
