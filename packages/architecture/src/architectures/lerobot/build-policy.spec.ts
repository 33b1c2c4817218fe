import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { elementCount } from '@plumb/contract';
import { describe, expect, test } from 'vitest';
import { listTensors, type ModuleSpec } from '../../module-spec.ts';
import { ConfigFields } from '../config-fields.ts';
import { renderTree } from '../render-tree.ts';
import { buildPolicy, type PolicyType } from './build-policy.ts';
import { DEFAULT_VLM } from './smolvla.ts';
import { PUBLISHED_SMOLVLMS, readSmolVlmConfig, type SmolVlmConfig } from './smolvlm.ts';

type Fields = Readonly<Record<string, unknown>>;

interface Fixture {
  readonly vlms: Readonly<Record<string, Fields>>;
  readonly trees: Readonly<Record<string, readonly string[]>>;
  /** By `lerobot/transformers`: the hash of the tree, for published ones with its tensors and parameters. */
  readonly cases: Readonly<
    Record<
      string,
      { config: Fields; releases: Readonly<Record<string, string | readonly [string, number, number]>> }
    >
  >;
}

// made by oracle/architecture/lerobot_trees.py
const { vlms, trees, cases } = JSON.parse(
  readFileSync(new URL('../fixtures/lerobot.json', import.meta.url), 'utf8'),
) as Fixture;

const hash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);

function build(config: Fields, release: string) {
  const [lerobot, transformers] = release.split('/') as [string, string];
  const vlm = vlms[String(config.vlm_model_name ?? DEFAULT_VLM)];
  const model = buildPolicy(
    config.type as PolicyType,
    new ConfigFields(config, 'config.json'),
    { lerobot, transformers },
    vlm && readSmolVlmConfig(new ConfigFields(vlm, 'vlm')),
  );
  if (!model) throw new Error('not built');
  return model;
}

/** Buffers left out, as `Module.parameters()` leaves them out. */
function countParameters({ parameters, children }: ModuleSpec): number {
  return [
    ...parameters.map(({ shape }) => elementCount(shape)),
    ...children.map(([, child]) => countParameters(child)),
  ].reduce((sum, count) => sum + count, 0);
}

describe.each(Object.entries(cases))('%s', (_name, { config, releases }) => {
  test('registered as every release of LeRobot registers it', () => {
    const built = Object.entries(releases).map(([release, found]) => {
      const model = build(config, release);
      const digest = hash(renderTree(model));
      const tree = typeof found === 'string' && trees[found];
      if (tree) expect(renderTree(model).trimEnd().split('\n')).toEqual(tree);
      if (typeof found === 'string') return [release, digest];
      return [release, [digest, listTensors(model).length, countParameters(model)]];
    });
    expect(Object.fromEntries(built)).toEqual(releases);
  });
});

test('the published language models have the sizes of their config.json', () => {
  for (const [id, config] of Object.entries(PUBLISHED_SMOLVLMS)) {
    const read = readSmolVlmConfig(new ConfigFields(vlms[id]!, id)) as SmolVlmConfig;
    expect(config, id).toEqual({
      ...read,
      text: { ...read.text, attentionBias: undefined, mlpBias: undefined },
    });
  }
});
