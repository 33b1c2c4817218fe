import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ConfigFields } from '../architectures/config-fields.ts';
import { buildPolicy, type PolicyType } from '../architectures/lerobot/build-policy.ts';
import { readSmolVlmConfig } from '../architectures/lerobot/smolvlm.ts';
import { listTensors } from '../module-spec.ts';
import { refusedConfig } from './lerobot-config-fields.ts';
import { loadAsLerobot } from './load-as-lerobot.ts';

type Fields = Readonly<Record<string, unknown>>;

interface Scenario {
  readonly case: PolicyType;
  /** The release whose names the checkpoint has. */
  readonly names: string;
  readonly drop?: string;
  readonly add?: Readonly<Record<string, readonly number[]>>;
  readonly rename?: readonly (readonly [pattern: string, text: string])[];
  readonly config?: Fields;
  readonly reports: Readonly<
    Record<string, { missing?: string[]; unexpected?: string[]; error?: string; caught?: string }>
  >;
}

const read = (url: string) => JSON.parse(readFileSync(new URL(url, import.meta.url), 'utf8')) as unknown;
// made by oracle/architecture/lerobot_loads.py and lerobot_trees.py
const scenarios = read('fixtures/lerobot-loads.json') as Record<string, Scenario>;
const { vlms, cases } = read('../architectures/fixtures/lerobot.json') as {
  vlms: Record<string, Fields>;
  cases: Record<string, { config: Fields }>;
};

const fieldsOf = ({ case: name, config }: Scenario): Fields => ({ ...cases[name]!.config, ...config });

function build(type: PolicyType, fields: Fields, lerobot: string, transformers?: string) {
  const vlm = readSmolVlmConfig(new ConfigFields(vlms.tiny!, 'vlm'));
  const libraries = { lerobot, ...(transformers ? { transformers } : {}) };
  return buildPolicy(type, new ConfigFields(fields, 'config.json'), libraries, vlm)!;
}

function checkpointOf({ case: type, names, drop, add = {}, rename = [] }: Scenario) {
  const renamed = listTensors(build(type, cases[type]!.config, names)).map(({ name, shape }) => ({
    name: rename.reduce((text, [pattern, by]) => text.replace(new RegExp(pattern), by), name),
    shape,
  }));
  const kept = drop ? renamed.filter(({ name }) => !new RegExp(drop).test(name)) : renamed;
  const added = Object.entries(add).map(([name, shape]) => ({ name, shape }));
  return [...kept.filter(({ name }) => !(name in add)), ...added];
}

/** As the script writes a list down. */
function brief(names: readonly string[]): readonly string[] {
  const sorted = [...names].sort();
  if (sorted.length <= 12) return sorted;
  const digest = createHash('sha256').update(sorted.join('\n')).digest('hex').slice(0, 16);
  return [`${sorted.length} names, ${digest}`];
}

const withType = Object.entries(scenarios).filter(([, { config }]) => config?.type !== null);

describe.each(withType)('%s', (_name, scenario) => {
  test.each(Object.entries(scenario.reports))('as LeRobot %s', (release, report) => {
    const [lerobot, transformers] = release.split('/') as [string, string];
    const fields = fieldsOf(scenario);
    const refused = refusedConfig(fields.type as PolicyType, Object.keys(fields), lerobot);
    if (refused || report.error?.startsWith('DecodingError')) {
      expect(refused?.error).toBe(report.error);
      return;
    }
    const model = build(scenario.case, fields, lerobot, transformers);
    const { prediction } = loadAsLerobot(scenario.case, checkpointOf(scenario), model, lerobot, '2.8.0');
    expect(prediction.error && `RuntimeError: ${prediction.error}`).toBe(report.error ?? null);
    // where a shape raises, the real one tells nothing more
    if (report.error?.includes('size mismatch')) return;
    expect(brief(prediction.missing)).toEqual(report.missing);
    expect(brief(prediction.unexpected)).toEqual(report.unexpected);
  });
});
