import { describe, expect, test } from 'vitest';
import { find } from './testing/find-in-source.ts';

describe('the fallback by another way', () => {
  const built = async (source: string) =>
    (await find(source)).map(({ what, built }) => [what, built.how, built.literal ?? built.text]);

  test('another name in the same variable', async () => {
    const found = await find(`
FALLBACK = "gpt2"
def load(name="org/a"):
    try:
        m = AutoModel.from_pretrained(name)
    except Exception:
        name = FALLBACK
        m = AutoModel.from_pretrained(name)
    return m
`);
    expect(found.map(({ what, wanted, built }) => [what, wanted.literal, built.how, built.literal])).toEqual([
      ['model', 'org/a', 'other-thing', 'gpt2'],
    ]);
  });

  test.each([
    ['the same name', ''],
    ['a name made of itself', '        name = name.strip()\n'],
    ['another variable', '        other = "gpt2"\n'],
  ])('%s is the same again', async (_, line) => {
    const source = `def load(name):\n    try:\n        m = AutoModel.from_pretrained(name)\n    except Exception:\n${line}        m = AutoModel.from_pretrained(name)\n    return m\n`;
    expect(await built(source)).toEqual([]);
  });

  test.each([
    ['returned', 'return AutoModel.from_pretrained(name)'],
    ['assigned', 'm = AutoModel.from_pretrained(name)'],
  ])('the function calls itself with another name (%s)', async (_, attempt) => {
    const source = (argument: string) =>
      `def load_model(name, tries=1):\n    try:\n        ${attempt}\n    except Exception:\n        return load_model(${argument})\n    return m\n`;
    expect(await built(source('"openai-community/gpt2"'))).toEqual([
      ['model', 'other-thing', 'openai-community/gpt2'],
    ]);
    expect(await built(source('name, tries - 1'))).toEqual([]);
  });

  test('every further candidate of a loop', async () => {
    const source = `for name in ["Qwen/Qwen3-4B", "google/gemma-2b", "gpt2"]:
    try:
        m = AutoModel.from_pretrained(name)
        break
    except OSError:
        continue
`;
    expect(await built(source)).toEqual([['model', 'other-thing', 'google/gemma-2b or gpt2']]);
  });

  test.each([
    ['that returns it', 'self.m = self._fallback()', 'return AutoModel.from_pretrained("gpt2")'],
    ['that assigns it', 'self._fallback()', 'self.m = AutoModel.from_pretrained("gpt2")'],
  ])('a method %s', async (_, handler, helper) => {
    const source = (body: string) => `class Policy:
    def __init__(self):
        try:
            self.m = AutoModel.from_pretrained("org/a")
        except OSError:
            ${handler}
    def _fallback(self):
        ${body}
`;
    expect(await built(source(helper))).toEqual([['model', 'other-thing', 'gpt2']]);
    expect(await built(source(helper.replace('gpt2', 'org/a')))).toEqual([]);
  });
});
