import { expect, test } from 'vitest';
import { defaultConfigSubstituted } from './default-config-substituted.ts';
import { seenBy } from './spec-tree.ts';

test('a default config in place of the checkpoint’s', async () => {
  const source = `def load(path):
    saved = torch.load(path)
    cfg = saved.get("config")
    if not isinstance(cfg, PolicyConfig):
        print("no config, taking the defaults")
        cfg = PolicyConfig()
    other = saved["model_config"]
    if other is None:
        other = PolicyConfig()
    third = saved.get("cfg") or PolicyConfig()
`;
  expect(await seenBy(defaultConfigSubstituted, source)).toEqual([
    [6, { config: 'PolicyConfig()', announced: true }],
    [9, { config: 'PolicyConfig()', announced: false }],
    [10, { config: 'PolicyConfig()', announced: false }],
  ]);
});

test('a missing config that raises, and a default argument, are fine', async () => {
  const source = `def load(path):
    cfg = torch.load(path).get("config")
    if cfg is None:
        raise KeyError("config")

def build(config=None):
    if config is None:
        config = PolicyConfig()
    return config
`;
  expect(await seenBy(defaultConfigSubstituted, source)).toEqual([]);
});
