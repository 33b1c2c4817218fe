import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readLanguageConfig } from './read-language-config.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumb-config-'));
});
afterEach(() => rm(folder, { recursive: true }));

test.each(['{"model_type": "qwen3"', '[]', 'null'])('%s is refused with its place', async (text) => {
  await writeFile(join(folder, 'config.json'), text);
  await expect(readLanguageConfig(folder, 77)).rejects.toMatchObject({
    code: 'CONFIG_MALFORMED',
    what: expect.stringContaining(folder),
  });
});

test('another family has no forward pass', async () => {
  await writeFile(join(folder, 'config.json'), '{"model_type": "llama"}');
  await expect(readLanguageConfig(folder, 77)).rejects.toMatchObject({ code: 'MODEL_NOT_RUN' });
});
