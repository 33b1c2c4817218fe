import { nodesOfType, parsePython } from '@plumb/python';
import { expect, test } from 'vitest';
import { factOf, readClass } from './class-facts.ts';
import { configurationsOf, decisionsOf } from './configurations.ts';

const SOURCE = `class Model(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.width = config.width
        self.ready = False
        if config.big:
            self.body = BigBody(config)
        elif config.middle:
            self.body = MiddleBody(config)
        else:
            self.body = nn.Identity()
        self.build(config)
        self.is_big = isinstance(self.body, BigBody)

    def build(self, config):
        self.token = nn.Parameter(torch.zeros(1))
        self.register_buffer("mean", torch.zeros(3))

    def forward(self, x):
        self.last = x
        return self.body(x)
`;

test('what a constructor puts where, its helpers included', async () => {
  const tree = await parsePython(SOURCE);
  const facts = readClass(nodesOfType(tree.rootNode, 'class_definition')[0]!, 'model.py');
  expect(facts.name).toBe('Model');
  expect([...facts.methods.keys()]).toEqual(['__init__', 'build', 'forward']);
  expect([...facts.written]).toEqual(['last']);
  const kinds = [...facts.attributes].map(([name, held]) => [name, held.map(({ kind }) => kind).join()]);
  expect(Object.fromEntries(kinds)).toEqual({
    width: 'other',
    ready: 'literal',
    body: 'module,module,module',
    is_big: 'isinstance',
    token: 'parameter',
    mean: 'parameter',
  });
  tree.delete();
});

test('which part stands there in which configuration', async () => {
  const tree = await parsePython(SOURCE);
  const facts = readClass(nodesOfType(tree.rootNode, 'class_definition')[0]!, 'model.py');
  const decisions = decisionsOf(facts, (name) => name.endsWith('Body'));
  expect(decisions).toEqual(['config.big', 'config.middle']);
  const bodies = configurationsOf(decisions).map((decided) => factOf(facts, 'body', decided)?.name);
  expect(bodies).toEqual(['BigBody', 'BigBody', 'MiddleBody', 'nn.Identity']);
  tree.delete();
});

test('a choice between parts of which nothing is known, and that nobody asks about, is none', async () => {
  const tree = await parsePython(
    SOURCE.replace('        self.is_big = isinstance(self.body, BigBody)\n', ''),
  );
  const facts = readClass(nodesOfType(tree.rootNode, 'class_definition')[0]!, 'model.py');
  expect(decisionsOf(facts, () => false)).toEqual([]);
  tree.delete();
});
