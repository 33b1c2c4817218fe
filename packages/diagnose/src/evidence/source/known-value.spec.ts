import { nodesOfType, parsePython } from '@plumb/python';
import { expect, test } from 'vitest';
import { knownValue } from './known-value.ts';

test('a value as far as the file tells it', async () => {
  const text = `WAIT = 10
again = 1
again = 2
class Config:
    steps: int = 220
class Env:
    def __init__(self, wait=5):
        self.wait = wait
    def run(self, cfg, horizon=300):
        return [7, WAIT, horizon, self.wait, cfg.steps, again, unknown, cfg.other]
`;
  const tree = await parsePython(text);
  const [list] = nodesOfType(tree.rootNode, 'list');
  const module = { path: 'a.py', text, root: tree.rootNode };
  const values = list!.namedChildren.map((node) => knownValue(node ?? undefined, module));
  expect(values).toEqual([7, 10, 300, 5, 220, undefined, undefined, undefined]);
  tree.delete();
});
