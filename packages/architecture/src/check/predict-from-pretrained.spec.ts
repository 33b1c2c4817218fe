import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { buildModel } from '../architectures/build-model.ts';
import { ConfigFields } from '../architectures/config-fields.ts';
import { predictFromPretrained } from './predict-from-pretrained.ts';

interface Scenario {
  readonly case: string;
  readonly class: string;
  readonly tensors: readonly (readonly [name: string, shape: readonly number[]])[];
  /** By release: [missing, unexpected], sorted. */
  readonly reports: Readonly<Record<string, readonly [readonly string[], readonly string[]]>>;
}

// made by oracle/architecture/load_reports.py
const read = (file: string) => JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as unknown;
const scenarios = Object.entries(read('fixtures/load-reports.json') as Record<string, Scenario>);

test.each(scenarios)('%s: missing and unexpected as every release reports them', (_name, scenario) => {
  const { model_type, config } = read(`../architectures/fixtures/families/${scenario.case}.json`) as {
    model_type: string;
    config: Record<string, unknown>;
  };
  const tensors = scenario.tensors.map(([name, shape]) => ({ name, shape }));
  const predicted = Object.keys(scenario.reports).map((transformers) => {
    const fields = new ConfigFields(config, 'config.json');
    const model = buildModel(scenario.class, model_type, fields, { transformers })!;
    const { missing, unexpected } = predictFromPretrained(tensors, model, { transformers }, undefined);
    return [transformers, [[...missing].sort(), [...unexpected].sort()]];
  });
  expect(Object.fromEntries(predicted)).toEqual(scenario.reports);
});
