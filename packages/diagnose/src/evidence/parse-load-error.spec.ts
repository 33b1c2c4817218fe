import { expect, test } from 'vitest';
import { parseLoadError } from './parse-load-error.ts';

const WHOLE = `Error(s) in loading state_dict for VLAModel:
\tMissing key(s) in state_dict: "a.q.bias", "a.k.bias". 
\tUnexpected key(s) in state_dict: "b.0.weight". 
\tsize mismatch for c.weight: copying a param with shape torch.Size([2, 3]) from checkpoint, the shape in current model is torch.Size([4, 5]).
\tsize mismatch for d.scale: copying a param with shape torch.Size([]) from checkpoint, the shape in current model is torch.Size([1]).`;

test('the three kinds, in their order, scalars too', () => {
  expect(parseLoadError(`RuntimeError: ${WHOLE}`)).toEqual({
    className: 'VLAModel',
    missing: ['a.q.bias', 'a.k.bias'],
    unexpected: ['b.0.weight'],
    mismatched: [
      { name: 'c.weight', checkpoint: [2, 3], model: [4, 5] },
      { name: 'd.scale', checkpoint: [], model: [1] },
    ],
    other: [],
    truncated: false,
  });
});

test('a message cut anywhere is said to be cut, unless the cut is between two lines', () => {
  const lines = WHOLE.split('\n');
  const whole = lines.map((_, i) =>
    lines
      .slice(0, i + 1)
      .join('\n')
      .trimEnd(),
  );
  for (let end = lines[0]!.length + 2; end < WHOLE.length; end++) {
    const part = WHOLE.slice(0, end);
    const atLineEnd = whole.slice(1).includes(part.trimEnd());
    expect(parseLoadError(part)!.truncated, part.slice(-40)).toBe(!atLineEnd);
  }
  expect(parseLoadError('Error(s) in loading state_dict for X:')!.truncated).toBe(true);
  expect(
    parseLoadError('Error(s) in loading state_dict for X:\n\tMissing key(s) in state_dict: "a.b", "c...'),
  ).toMatchObject({
    missing: ['a.b'],
    truncated: true,
  });
});

test('the wording before torch 1.1', () => {
  const old = `Error(s) in loading state_dict for Net:
\tsize mismatch for fc.weight: copying a param of torch.Size([2]) from checkpoint, where the shape is torch.Size([3]) in current model.`;
  expect(parseLoadError(old)!.mismatched).toEqual([{ name: 'fc.weight', checkpoint: [2], model: [3] }]);
});

test('other lines are kept, other errors are none', () => {
  expect(
    parseLoadError(`${WHOLE}\n\tYou may consider adding \`ignore_mismatched_sizes=True\``)!.other,
  ).toHaveLength(1);
  expect(parseLoadError('RuntimeError: CUDA out of memory')).toBeUndefined();
});
