import { expect, test } from 'vitest';
import { seenBy } from './spec-tree.ts';
import { strictFalseForSizeMismatch } from './strict-false-for-size-mismatch.ts';

test('strict=False as the answer to a size mismatch', async () => {
  const source = `try:
    net.load_state_dict(weights)
except RuntimeError as error:
    if "size mismatch" in str(error):
        net.load_state_dict(weights, strict=False)
`;
  expect(await seenBy(strictFalseForSizeMismatch, source)).toEqual([[5, { reaction: "if 'size mismatch'" }]]);
});

test('strict=False after any failed strict load', async () => {
  const source = `try:
    net.load_state_dict(weights, strict=True)
except (RuntimeError, KeyError):
    result = net.load_state_dict(weights, False)
`;
  expect(await seenBy(strictFalseForSizeMismatch, source)).toEqual([
    [4, { reaction: 'except RuntimeError, KeyError' }],
  ]);
});

test('shapes that are sorted out before do load', async () => {
  const source = `try:
    net.load_state_dict(weights)
except RuntimeError:
    own = net.state_dict()
    fitting = {k: v for k, v in weights.items() if k in own and v.shape == own[k].shape}
    net.load_state_dict(fitting, strict=False)
`;
  expect(await seenBy(strictFalseForSizeMismatch, source)).toEqual([]);
});

test('strict=False by itself answers nothing', async () => {
  const source = `net.load_state_dict(weights, strict=False)
try:
    open(path)
except OSError:
    net.load_state_dict(other, strict=False)
`;
  expect(await seenBy(strictFalseForSizeMismatch, source)).toEqual([]);
});
