import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ConfigFields } from '../config-fields.ts';
import { renderTree } from '../render-tree.ts';
import { piPolicy } from './pi-policy.ts';

type Fields = Readonly<Record<string, unknown>>;

// made by oracle/architecture/lerobot_pi_trees.py
const { trees, cases } = JSON.parse(
  readFileSync(new URL('../fixtures/lerobot-pi.json', import.meta.url), 'utf8'),
) as {
  trees: Record<string, readonly string[]>;
  cases: Record<string, { config: Fields; releases: Record<string, string> }>;
};

describe.each(Object.entries(cases))('%s', (_name, { config, releases }) => {
  test.each(Object.entries(releases))('as LeRobot %s registers it', (release, digest) => {
    const [lerobot, transformers] = release.split('/') as [string, string];
    const fields = new ConfigFields(config, 'config.json');
    const model = piPolicy(config.type as 'pi0' | 'pi05', fields, { lerobot, transformers })!;
    expect(renderTree(model).trimEnd().split('\n')).toEqual(trees[digest]);
  });
});
