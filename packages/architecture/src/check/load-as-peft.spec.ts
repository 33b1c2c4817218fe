import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { buildModel } from '../architectures/build-model.ts';
import { ConfigFields } from '../architectures/config-fields.ts';
import { loadAsPeft } from './load-as-peft.ts';
import { readLoraConfig } from './read-lora-config.ts';

interface Scenario {
  readonly config: Readonly<Record<string, unknown>>;
  readonly tensors: readonly (readonly [name: string, shape: readonly number[]])[];
  readonly report: { missing?: string[]; unexpected?: string[]; error?: string };
}

const read = (url: string) => JSON.parse(readFileSync(new URL(url, import.meta.url), 'utf8')) as unknown;
// made by oracle/architecture/lora_loads.py
const scenarios = read('fixtures/lora-loads.json') as Record<string, Scenario>;
const { config: llama } = read('../architectures/fixtures/families/llama.json') as {
  config: Readonly<Record<string, unknown>>;
};

test.each(Object.entries(scenarios))('%s', (_name, { config, tensors, report }) => {
  const base = buildModel('LlamaForCausalLM', 'llama', new ConfigFields(llama, ''), {
    transformers: '4.57.1',
  })!;
  const saved = tensors.map(([name, shape]) => ({ name, shape }));
  const { error, missing, unexpected } = loadAsPeft(saved, base, readLoraConfig(config, '', saved), '2.8.0');
  expect(error).toBe(report.error?.replace(/^\w+: /, '') ?? null);
  if (report.error) return;
  expect([...missing].sort()).toEqual(report.missing);
  expect([...unexpected].sort()).toEqual(report.unexpected);
});

test('a pattern of Python that is none here is not guessed', () => {
  const base = buildModel('LlamaForCausalLM', 'llama', new ConfigFields(llama, ''), {
    transformers: '4.57.1',
  })!;
  const config = readLoraConfig({ target_modules: '(?P<name>q)_proj(?i)' }, '', []);
  expect(() => loadAsPeft([], base, config, '2.8.0')).toThrowError(
    expect.objectContaining({ code: 'ARCHITECTURE_NOT_PREDICTED' }),
  );
});
