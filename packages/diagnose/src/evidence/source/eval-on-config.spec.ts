import { expect, test } from 'vitest';
import { evalOnConfig } from './eval-on-config.ts';
import { seenBy } from './spec-tree.ts';

test('text that is run, folded by file', async () => {
  const source = `head = eval(cfg.head.name)(cfg)
angles = [eval(x) for x in values]
`;
  expect(await seenBy(evalOnConfig, source)).toEqual([
    [1, { argument: 'cfg.head.name', count: 2, lines: '1, 2' }],
  ]);
});

test('the method of a network, a literal, and a safe reader are not meant', async () => {
  const source = `import ast
model.eval()
x = eval("1 + 1")
y = ast.literal_eval(text)
`;
  expect(await seenBy(evalOnConfig, source)).toEqual([]);
});
