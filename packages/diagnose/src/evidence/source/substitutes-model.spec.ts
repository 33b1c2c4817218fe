import { expect, test } from 'vitest';
import { seenBy } from './spec-tree.ts';
import { substitutesModel } from './substitutes-model.ts';

test('another model, with both names', async () => {
  const source = `from transformers import AutoModel

def build(cfg):
    try:
        model = AutoModel.from_pretrained("maker/new-1b")
    except Exception:
        model = AutoModel.from_pretrained("maker/old-half-b")
    return model
`;
  expect(await seenBy(substitutesModel, source)).toEqual([
    [6, { wanted: 'maker/new-1b', built: 'maker/old-half-b', what: 'model', target: 'model' }],
  ]);
});

test('an error that goes on, and nothing in its place, are not another model', async () => {
  const source = `from transformers import AutoModel, AutoProcessor

try:
    model = AutoModel.from_pretrained("maker/new-1b")
except OSError as error:
    raise RuntimeError("log in first") from error
try:
    processor = AutoProcessor.from_pretrained("maker/new-1b")
except Exception:
    processor = None
`;
  expect(await seenBy(substitutesModel, source)).toEqual([]);
});
