import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readEnvironment } from './read-environment.ts';
import { readKnownModelTypes } from './read-known-model-types.ts';
import { firstReleaseOf, releaseKnows, transformersReleases } from './release-table.ts';
import { withFolder } from './testing/with-folder.ts';

const AUTO = 'transformers/models/auto';
const install = (version: string, files: Record<string, string>) => ({
  [`transformers-${version}.dist-info/METADATA`]: `Name: transformers\nVersion: ${version}\n\n`,
  ...Object.fromEntries(Object.entries(files).map(([name, text]) => [`${AUTO}/${name}`, text])),
});

describe("the registry is read from transformers' own source", () => {
  test('4.x: one literal, with comments and tuples', async () => {
    const files = install('4.46.3', {
      'configuration_auto.py': `from collections import OrderedDict
CONFIG_MAPPING_NAMES = OrderedDict(
    [
        # Add configs here
        ("qwen2", "Qwen2Config"),
        # ("qwen3", "Qwen3Config"),
        ("blip-2", "Blip2Config"),
    ]
)
CONFIG_MAPPING = _LazyConfigMapping(CONFIG_MAPPING_NAMES)
`,
      'modeling_auto.py':
        'MODEL_MAPPING_NAMES = OrderedDict([("qwen2", "Qwen2Model"), ("blip-2", ("A", "B"))])\n',
    });
    await withFolder(files, async (folder) => {
      const types = await readKnownModelTypes(await readEnvironment(folder));
      expect(types).toMatchObject({
        transformersVersion: '4.46.3',
        from: 'auto-mapping',
        place: `${join(folder, AUTO, 'configuration_auto.py')}:2`,
      });
      expect(['qwen2', 'qwen3', 'blip-2'].map((type) => types?.knows(type))).toEqual(['yes', 'no', 'yes']);
      expect(types?.types?.get('qwen2')).toEqual({
        configClass: 'Qwen2Config',
        modelClass: 'Qwen2Model',
        place: `${join(folder, AUTO, 'configuration_auto.py')}:5`,
      });
      expect(types?.types?.get('blip-2')?.modelClass).toBe('A');
    });
  });

  test('5.x: imported, updated and built anew', async () => {
    const files = install('5.23.0', {
      'auto_mappings.py': 'CONFIG_MAPPING_NAMES = OrderedDict[str, str]([("qwen3", "Qwen3Config")])\n',
      'configuration_auto.py': `from .auto_mappings import CONFIG_MAPPING_NAMES, OTHER
CONFIG_MAPPING_NAMES.update({"mlcd": "MLCDVisionConfig"})
CONFIG_MAPPING_NAMES = OrderedDict(**{"gpt-sw3": "GPT2Config"}, **CONFIG_MAPPING_NAMES)
`,
    });
    await withFolder(files, async (folder) => {
      const types = await readKnownModelTypes(await readEnvironment(folder));
      expect([...(types?.types?.keys() ?? [])].toSorted()).toEqual(['gpt-sw3', 'mlcd', 'qwen3']);
      expect(types?.types?.get('qwen3')?.place).toBe(`${join(folder, AUTO, 'auto_mappings.py')}:1`);
      expect(types?.knows('qwen2')).toBe('no');
    });
  });
});

describe('where only a version is known', () => {
  const knows = (line: string, type: string) =>
    withFolder({ 'freeze.txt': `${line}\n` }, async (folder) => {
      const types = await readKnownModelTypes(await readEnvironment(join(folder, 'freeze.txt')));
      expect(types).toMatchObject({ from: 'release-table', place: `${join(folder, 'freeze.txt')}:1` });
      return types?.knows(type);
    });

  test.each([
    ['transformers==4.46.3', 'qwen3', 'no'],
    ['transformers==4.46.3', 'qwen2', 'yes'],
    ['transformers==4.51.0', 'qwen3', 'yes'],
    ['transformers==4.50.3', 'qwen3', 'no'],
    ['transformers==4.51.0.dev0', 'qwen3', 'unsure'],
    ['transformers==4.40.1', 'gemma', 'yes'],
    ['transformers==4.57.1', 'somebodys-own', 'unsure'],
    ['transformers==5.10.1', 'beam', 'unsure'],
    ['transformers==99.0.0', 'qwen3', 'unsure'],
    ['transformers==5.23.0', 'transfo-xl', 'no'],
    ['transformers @ git+https://github.com/huggingface/transformers@0cf8648', 'qwen3', 'unsure'],
    ['transformers @ git+https://github.com/huggingface/transformers@v4.46.3', 'qwen3', 'no'],
  ])('%s and %s: %s', async (line, type, answer) => {
    expect(await knows(line, type)).toBe(answer);
  });

  test('no transformers, no answer', async () => {
    await withFolder({ 'freeze.txt': 'numpy==1.26.4\n' }, async (folder) => {
      expect(await readKnownModelTypes(await readEnvironment(join(folder, 'freeze.txt')))).toBeUndefined();
    });
  });
});

describe('the table of first releases', () => {
  // spot checks: types that VLAs build on
  test.each([
    ['qwen2', '4.37.0'],
    ['qwen3', '4.51.0'],
    ['qwen2_5_vl', '4.49.0'],
    ['llama', '4.28.0'],
    ['mistral', '4.34.0'],
    ['gemma', '4.38.0'],
    ['gemma2', '4.42.0'],
    ['gemma3', '4.50.0'],
    ['paligemma', '4.41.0'],
    ['siglip', '4.37.0'],
    ['phi3', '4.41.0'],
    ['smolvlm', '4.50.0'],
  ])('%s came with %s', (type, release) => {
    expect(firstReleaseOf(type)).toBe(release);
    expect(releaseKnows(release, type)).toBe('yes');
    expect(transformersReleases()).toContain(release);
  });

  test('names of every object are no types', () => {
    expect(firstReleaseOf('constructor')).toBeUndefined();
    expect(releaseKnows('4.57.1', 'toString')).toBe('unsure');
  });
});
