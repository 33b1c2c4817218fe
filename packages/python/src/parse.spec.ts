import { expect, test } from 'vitest';
import { lineOf, nodesOfType, parsePython } from './parse.ts';

test('a source is read as a tree, with places', async () => {
  const tree = await parsePython('try:\n    import a\nexcept Exception:\n    a = None\n');
  const [clause] = nodesOfType(tree.rootNode, 'except_clause');
  expect(lineOf(clause!)).toBe(3);
  tree.delete();
});

test('broken source keeps its healthy part', async () => {
  const tree = await parsePython('def f(:\n  pass\n\nx = torch.load(p, weights_only=False)\n');
  expect(tree.rootNode.hasError).toBe(true);
  expect(nodesOfType(tree.rootNode, 'call').map((node) => node.text)).toContain(
    'torch.load(p, weights_only=False)',
  );
  tree.delete();
});
