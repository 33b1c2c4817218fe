import { readFileSync, rmSync } from 'node:fs';
import { readEnvironment } from '@plumb/python';
import { expect, test } from 'vitest';
import { type InstalledLibraries, readLibraries } from './libraries.ts';
import { environmentFiles, writeFolder } from './temporary-files.ts';
import { unknownModelTypeError } from './unknown-model-type.ts';

// made by oracle/architecture/unknown_model_type.py
const words = JSON.parse(
  readFileSync(new URL('fixtures/unknown-model-type.json', import.meta.url), 'utf8'),
) as Record<string, string>;

async function withEnvironment<T>(
  files: Readonly<Record<string, string>>,
  use: (libraries: InstalledLibraries) => Promise<T>,
): Promise<T> {
  const folder = writeFolder(files);
  try {
    return await use((await readLibraries(await readEnvironment(folder)))!);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test.each(Object.entries(words))(
  'without its source, the words of transformers %s',
  async (release, error) => {
    await withEnvironment(environmentFiles('3.10', release), async (libraries) => {
      const found = await unknownModelTypeError('no_such_type', libraries);
      expect(found).toEqual({ error, place: undefined });
    });
  },
);

const AUTO = 'lib/python3.10/site-packages/transformers/models/auto/configuration_auto.py';

test('with its source, the words that stand there', async () => {
  const files = environmentFiles('3.10', '4.46.3', ['bert']);
  const source = [
    files[AUTO]!,
    'class AutoConfig:',
    '    def from_pretrained(cls):',
    '            try:',
    '                config_class = CONFIG_MAPPING[config_dict["model_type"]]',
    '            except KeyError:',
    '                raise ValueError(',
    '                    f"We have no `{config_dict[\'model_type\']}` "',
    '                    "here.\\n\\nSorry."',
    '                )',
    '            return config_class',
  ].join('\n');
  await withEnvironment({ ...files, [AUTO]: source }, async (libraries) => {
    const found = await unknownModelTypeError('qwen3', libraries);
    expect(found.error).toBe('We have no `qwen3` here.\n\nSorry.');
    const line = source.split('\n').findIndex((text) => text.includes('raise ValueError(')) + 1;
    expect(found.place).toMatch(new RegExp(`configuration_auto\\.py:${line}$`));
  });
});

test('words that are put together in another way are not guessed at: the table of releases is used', async () => {
  const files = environmentFiles('3.10', '4.46.3', ['bert']);
  const odd =
    'CONFIG_MAPPING[config_dict["model_type"]]\nraise ValueError(f"no {other} here")\n            return';
  await withEnvironment({ ...files, [AUTO]: files[AUTO] + odd }, async (libraries) => {
    expect((await unknownModelTypeError('no_such_type', libraries)).error).toBe(words['4.46.3']);
  });
});
