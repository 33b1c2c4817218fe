import { expect, test } from 'vitest';
import { seenBy } from './spec-tree.ts';
import { swallowedLoadError } from './swallowed-load-error.ts';

test('a handler that only prints leaves the weights random', async () => {
  const source = `try:
    net.load_state_dict(torch.load(path))
except Exception as error:
    print("no weights", error)
`;
  expect(await seenBy(swallowedLoadError, source)).toEqual([
    [
      3,
      {
        loads: 'load_state_dict',
        what: 'weights',
        catches: 'Exception',
        continues: 'prints and goes on',
        announced: true,
      },
    ],
  ]);
});

test('None in its place, and a model returned as it is', async () => {
  const source = `class Encoder:
    def __init__(self, name):
        try:
            self.processor = AutoImageProcessor.from_pretrained(name)
        except:
            self.processor = None

def build(path):
    model = Policy()
    try:
        model.load_state_dict(load_file(path))
    except Exception:
        return model
`;
  expect(await seenBy(swallowedLoadError, source)).toEqual([
    [
      5,
      {
        loads: 'from_pretrained',
        what: 'processor',
        catches: 'everything',
        continues: 'sets self.processor = None',
        announced: false,
      },
    ],
    [
      12,
      {
        loads: 'load_state_dict',
        what: 'weights',
        catches: 'Exception',
        continues: 'returns model',
        announced: false,
      },
    ],
  ]);
});

test.each([
  ['raises', 'except Exception as e:\n    raise RuntimeError(path) from e'],
  ['ends the program', 'except Exception as e:\n    print(e)\n    sys.exit(1)'],
  ['catches one thing', 'except FileNotFoundError:\n    net = None'],
  ['loads another', 'except Exception:\n    net = Net.from_pretrained("other")'],
  ['builds something else', 'except Exception:\n    net = Net(other)'],
  ['is followed by a question', 'except Exception:\n    net = None\nif net is None:\n    build()'],
  ['keeps the error', 'except Exception as e:\n    errors[path] = e'],
])('silent where the handler %s', async (_, handler) => {
  const source = `import sys\ntry:\n    net = Net.from_pretrained(path)\n${handler}\n`;
  expect(await seenBy(swallowedLoadError, source)).toEqual([]);
});

test('a tokenizer is no model', async () => {
  const source = `try:
    t = AutoTokenizer.from_pretrained(n)
except Exception:
    t = None
`;
  expect(await seenBy(swallowedLoadError, source)).toEqual([
    [
      3,
      {
        loads: 'from_pretrained',
        what: 'tokenizer',
        catches: 'Exception',
        continues: 'sets t = None',
        announced: false,
      },
    ],
  ]);
});

test('silent where the function calls itself for another, or a method that loads one', async () => {
  const source = `def load(name):
    try:
        return AutoModel.from_pretrained(name)
    except Exception:
        return load("openai-community/gpt2")

class Policy:
    def __init__(self, name):
        try:
            self.net = AutoModel.from_pretrained(name)
        except Exception:
            self._fallback()
        try:
            self.head = AutoModel.from_pretrained(name)
        except Exception:
            self._count()

    def _fallback(self):
        self.net = AutoModel.from_pretrained("openai-community/gpt2")

    def _count(self):
        self.errors += 1
`;
  expect((await seenBy(swallowedLoadError, source)).map(([line]) => line)).toEqual([15]);
});

test('silent where the caller is told, or where the last of several ways raises', async () => {
  const source = `def check(path):
    try:
        torch.load(path)
        return True
    except Exception as error:
        print(error)
        return False

def find(name):
    if name:
        try:
            return First.from_pretrained(name)
        except Exception:
            pass
    raise ValueError(name)
`;
  expect(await seenBy(swallowedLoadError, source)).toEqual([]);
});
