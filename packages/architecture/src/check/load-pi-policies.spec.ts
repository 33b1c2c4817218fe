import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ConfigFields } from '../architectures/config-fields.ts';
import { piPolicy } from '../architectures/lerobot/pi-policy.ts';
import { listTensors } from '../module-spec.ts';
import { loadAsLerobot } from './load-as-lerobot.ts';

type Fields = Readonly<Record<string, unknown>>;

interface Scenario {
  readonly case: string;
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
// made by oracle/architecture/lerobot_pi_loads.py and lerobot_pi_trees.py
const scenarios = read('fixtures/lerobot-pi-loads.json') as Record<string, Scenario>;
const { cases } = read('../architectures/fixtures/lerobot-pi.json') as {
  cases: Record<string, { config: Fields; releases: Record<string, string> }>;
};

function build(fields: Fields, release: string) {
  const [lerobot, transformers] = release.split('/') as [string, string];
  const libraries = { lerobot, transformers };
  return piPolicy(fields.type as 'pi0' | 'pi05', new ConfigFields(fields, 'config.json'), libraries)!;
}

/** A list as the script writes it down. */
function brief(names: readonly string[]): readonly string[] {
  const sorted = [...names].sort();
  if (sorted.length <= 12) return sorted;
  const digest = createHash('sha256').update(sorted.join('\n')).digest('hex').slice(0, 16);
  return [`${sorted.length} names, ${digest}`];
}

function checkpointOf({ case: name, names, drop, add = {}, rename = [] }: Scenario) {
  const release = Object.keys(cases[name]!.releases).find((key) => key.startsWith(`${names}/`))!;
  return [
    ...listTensors(build(cases[name]!.config, release))
      .map((tensor) => ({
        name: rename.reduce(
          (text, [pattern, by]) => text.replace(new RegExp(pattern), by.replace('\\1', '$1')),
          tensor.name,
        ),
        shape: tensor.shape,
      }))
      .filter((tensor) => !drop || !new RegExp(drop).test(tensor.name)),
    ...Object.entries(add).map(([added, shape]) => ({ name: added, shape })),
  ];
}

describe.each(Object.entries(scenarios))('%s', (_name, scenario) => {
  test.each(Object.entries(scenario.reports))('as LeRobot %s', (release, report) => {
    const fields = { ...cases[scenario.case]!.config, ...scenario.config };
    const type = fields.type as 'pi0' | 'pi05';
    const tensors = checkpointOf(scenario);
    const [lerobot] = release.split('/') as [string];
    const { prediction, caught } = loadAsLerobot(type, tensors, build(fields, release), lerobot, '2.8.0');
    const raised = prediction.error === null ? undefined : `RuntimeError: ${prediction.error}`;
    // the script writes down the first 600 characters
    expect(raised?.slice(0, 600)).toBe(report.error);
    expect(caught?.split('\n')[0]).toBe(report.caught);
    if (!report.missing || !report.unexpected) {
      expect(prediction.mismatched.length).toBeGreaterThan(0);
      return;
    }
    // PyTorch counts the head and the embedding apart, though what fills one fills the other
    const shared = /paligemma\.(?:lm_head|model\.language_model\.embed_tokens)\.weight$/;
    const apart = report.missing.filter((name) => !shared.test(name) || prediction.missing.includes(name));
    expect(brief(prediction.missing)).toEqual(apart);
    expect(brief(prediction.unexpected)).toEqual(report.unexpected);
  });
});
