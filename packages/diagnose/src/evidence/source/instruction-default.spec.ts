import { expect, test } from 'vitest';
import { instructionDefault } from './instruction-default.ts';
import { seenBy } from './spec-tree.ts';

test('a sentence for every sample that has none', async () => {
  const source = `class Demos(Dataset):
    def __getitem__(self, i):
        row = self.rows[i]
        text = row.get("language_instruction", "")
        if not text:
            text = row.get("task", "do something")
        return {"text": text}
`;
  expect(await seenBy(instructionDefault, source)).toEqual([
    [6, { key: 'task', default: 'do something', after: 'language_instruction' }],
  ]);
});

test('no default, an empty one, and options of a program are fine', async () => {
  const source = `class Demos(Dataset):
    def __getitem__(self, i):
        row = self.rows[i]
        text = row.get("language_instruction", "")
        if not text:
            raise KeyError("language_instruction")
        kind = row.get("kind", "demo")
        return row.get("task"), kind

def main(options):
    prompt = options.get("prompt", "pick up the cube")
`;
  expect(await seenBy(instructionDefault, source)).toEqual([]);
});
