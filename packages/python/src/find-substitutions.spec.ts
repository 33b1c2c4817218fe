import { describe, expect, test } from 'vitest';
import { find, HEAD } from './testing/find-in-source.ts';

test('another model, with the default of the config that named the first', async () => {
  const found = await find({
    'configs/model.py': `from dataclasses import dataclass
@dataclass
class VisionConfig:
    model_name: str = "facebook/dinov2-base"
@dataclass
class LanguageConfig:
    model_name: str = "Qwen/Qwen3-0.6B-Base"
`,
    'models/language.py': `${HEAD}
class LanguageEncoder(nn.Module):
    def __init__(self, config):
        try:
            self.language_model = AutoModel.from_pretrained(
                config.model_name,
                trust_remote_code=True
            )
        except Exception as e:
            print(f"falling back: {e}")
            self.language_model = AutoModel.from_pretrained(
                "Qwen/Qwen2-0.5B",
                trust_remote_code=True
            )
`,
  });
  expect(found).toEqual([
    {
      file: 'models/language.py',
      line: 7,
      endLine: 17,
      handlerLine: 12,
      what: 'model',
      target: 'self.language_model',
      within: 'LanguageEncoder.__init__',
      wanted: {
        text: 'config.model_name',
        literal: 'Qwen/Qwen3-0.6B-Base',
        literalPlace: 'configs/model.py:7',
        field: 'LanguageConfig.model_name',
      },
      built: {
        how: 'other-thing',
        text: 'AutoModel.from_pretrained("Qwen/Qwen2-0.5B", trust_remote_code=True)',
        literal: 'Qwen/Qwen2-0.5B',
        literalPlace: 'models/language.py:15',
      },
      catches: ['Exception'],
    },
  ]);
});

describe('what was wanted is followed to a literal', () => {
  test.each([
    ['a parameter', 'def f(name="org/a"):\n', 'name', ''],
    ['a constant', 'NAME = "org/a"\ndef f():\n', 'NAME', ''],
    ['a local', 'def f():\n  name = "org/a"\n', 'name', ''],
    ['getattr', 'def f(config):\n', 'getattr(config, "name", "org/a")', ''],
    ['get', 'def f(config):\n', 'config.get("name", "org/a")', ''],
    ['argparse', 'p.add_argument("--model-name", default="org/a")\ndef f(args):\n', 'args.model_name', ''],
  ])('%s', async (_, head, wanted) => {
    const [found] = await find(
      `${head}  try:\n    m = AutoModel.from_pretrained(${wanted})\n  except OSError:\n    m = AutoModel.from_pretrained("org/b")\n`,
    );
    expect([found?.wanted.literal, found?.built.literal, found?.catches]).toEqual([
      'org/a',
      'org/b',
      ['OSError'],
    ]);
  });

  test('a name that is given twice is left open', async () => {
    const [found] = await find(`
def f(x):
    name = "org/a"
    if x:
        name = "org/c"
    try:
        m = AutoModel.from_pretrained(name)
    except OSError:
        m = None
`);
    expect(found?.wanted).toEqual({ text: 'name' });
  });
});

describe('found', () => {
  test.each([
    [
      'weights that stay random',
      `class Adapter(nn.Module):
    def __init__(self):
        self.vggt = VGGT()
        try:
            state_dict = torch.hub.load_state_dict_from_url("https://example.org/model.pt")
            self.vggt.load_state_dict(state_dict)
        except Exception as e:
            print(e)
`,
      ['weights', 'self.vggt', 'random-weights', 'https://example.org/model.pt'],
    ],
    [
      'weights without what does not fit',
      `def load(model, sd):
    try:
        model.load_state_dict(sd, strict=True)
    except RuntimeError:
        model.load_state_dict(sd, strict=False)
    return model
`,
      ['weights', 'model', 'partial-weights', undefined],
    ],
    [
      'random weights instead of trained ones',
      'try:\n    m = AutoModel.from_pretrained("org/a")\nexcept OSError:\n    m = AutoModel.from_config(cfg)\n',
      ['model', 'm', 'random-weights', 'org/a'],
    ],
    [
      'another tokenizer',
      'try:\n    t = AutoTokenizer.from_pretrained("org/a")\nexcept OSError:\n    t = AutoTokenizer.from_pretrained("gpt2")\n',
      ['tokenizer', 't', 'other-thing', 'org/a'],
    ],
    [
      'no processor',
      'try:\n    p = AutoProcessor.from_pretrained("org/a")\nexcept:\n    p = None\n',
      ['processor', 'p', 'none', 'org/a'],
    ],
    [
      'another class of the same repository',
      'class A(nn.Module): pass\nclass B(A): pass\ntry:\n    m = B()\nexcept ValueError:\n    m = A()\n',
      ['model', 'm', 'other-thing', undefined],
    ],
    [
      'returned',
      'def f():\n  try:\n    return AutoModel.from_pretrained("org/a")\n  except OSError:\n    pass\n  return AutoModel.from_pretrained("org/b")\n',
      ['model', 'return', 'other-thing', 'org/a'],
    ],
    [
      'filled in later',
      'm = None\ntry:\n    m = AutoModel.from_pretrained("org/a")\nexcept OSError:\n    pass\nif m is None:\n    m = AutoModel.from_pretrained("org/b")\n',
      ['model', 'm', 'other-thing', 'org/a'],
    ],
    [
      'another class imported under the name',
      'try:\n    from transformers import Qwen3Model as LM\nexcept ImportError:\n    from transformers import Qwen2Model as LM\n',
      ['import', 'LM', 'other-thing', undefined],
    ],
    [
      'the next of a list',
      'for name in ["org/a", "org/b"]:\n    try:\n        m = AutoModel.from_pretrained(name)\n        break\n    except OSError:\n        continue\n',
      ['model', 'm', 'other-thing', 'org/a'],
    ],
    [
      'only some errors raised again',
      `def load(model, sd):
    try:
        model.load_state_dict(sd)
    except RuntimeError as e:
        if "size mismatch" not in str(e):
            raise
        print("using random weights")
    return model
`,
      ['weights', 'model', 'random-weights', undefined],
    ],
  ])('%s', async (_, source, expected) => {
    const found = await find(source);
    expect(found.map(({ what, target, built, wanted }) => [what, target, built.how, wanted.literal])).toEqual(
      [expected],
    );
  });
});

describe('silent', () => {
  const load = 'm = AutoModel.from_pretrained("org/a")';
  test.each([
    ['raised again after a log line', `try:\n    ${load}\nexcept OSError as e:\n    print(e)\n    raise\n`],
    [
      'raised as another error',
      `try:\n    ${load}\nexcept OSError as e:\n    m = None\n    raise RuntimeError("x") from e\n`,
    ],
    ['the process ends', `import sys\ntry:\n    ${load}\nexcept OSError:\n    m = None\n    sys.exit(1)\n`],
    [
      'every branch raises',
      `try:\n    ${load}\nexcept OSError as e:\n    if e:\n        raise\n    else:\n        raise ValueError\n`,
    ],
    ['the same again', `try:\n    ${load}\nexcept OSError:\n    time.sleep(1)\n    ${load}\n`],
    [
      'the same from the cache',
      `try:\n    ${load}\nexcept OSError:\n    m = AutoModel.from_pretrained("org/a", local_files_only=True)\n`,
    ],
    [
      'an optional import',
      'try:\n    import wandb\n    _HAS = True\nexcept ImportError:\n    _HAS = False\n',
    ],
    [
      'an optional class',
      'try:\n    from x import VideoWriter\nexcept ImportError:\n    VideoWriter = None\n',
    ],
    [
      'a class that moved',
      'try:\n    from timm.layers import PatchModel\nexcept ImportError:\n    from timm.models.layers import PatchModel\n',
    ],
    [
      'checked afterwards',
      `m = None\ntry:\n    ${load}\nexcept OSError:\n    m = None\nif m is None:\n    raise RuntimeError\n`,
    ],
    [
      'a flag checked afterwards',
      'ok = False\ntry:\n    net.load_state_dict(sd)\n    ok = True\nexcept OSError:\n    print("x")\nif not ok:\n    raise RuntimeError\nnet.eval()\n',
    ],
    [
      'the optimizer',
      'try:\n    optimizer.load_state_dict(sd)\nexcept ValueError:\n    print("fresh")\noptimizer.step()\n',
    ],
    [
      'told to the caller',
      'def f(self):\n  try:\n    self.m.load_state_dict(sd)\n  except OSError:\n    return False\n  return True\n',
    ],
    [
      'never used again',
      'def f():\n  try:\n    m.load_state_dict(sd)\n    run(m)\n  except OSError as e:\n    print(e)\n',
    ],
    ['an empty queue', 'try:\n    m.load_state_dict(queue.get())\nexcept Empty:\n    pass\nm.eval()\n'],
    [
      'the next candidate',
      'for p in ps:\n  try:\n    m.load_state_dict(torch.load(p))\n  except OSError:\n    continue\n  m.eval()\n',
    ],
    [
      'each of a list',
      'for name in ["org/a", "org/b"]:\n    try:\n        ms[name] = AutoModel.from_pretrained(name)\n    except OSError:\n        continue\n',
    ],
    ['data, not weights', 'try:\n    rows = torch.load("init.pt")\nexcept OSError:\n    rows = None\n'],
    ['a number', 'try:\n    n = int(text)\nexcept ValueError:\n    n = 0\n'],
    [
      'a config',
      'try:\n    config = AutoConfig.from_pretrained("org/a")\nexcept OSError:\n    config = Config()\n',
    ],
  ])('%s', async (_, source) => {
    expect(await find(source)).toEqual([]);
  });
});
