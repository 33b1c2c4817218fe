import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** For specs: a folder with these files, by relative path. Whoever made it removes it. */
export function writeFolder(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'plumb-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** For specs: `writeFolder`, gone after the test. */
export function temporaryFolder(files: Readonly<Record<string, string>>): string {
  const folder = writeFolder(files);
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** An environment's files: Python, and transformers with a registry of its own where model types are given. */
export function environmentFiles(python: string, transformers: string, modelTypes?: readonly string[]) {
  const packages = `lib/python${python}/site-packages`;
  const metadata = (name: string, version: string) => ({
    [`${packages}/${name}-${version}.dist-info/METADATA`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`,
  });
  const registry = modelTypes?.map((type) => `        ("${type}", "${type}Config"),`).join('\n');
  return {
    ...metadata('torch', '2.8.0'),
    ...metadata('transformers', transformers),
    ...(registry && {
      [`${packages}/transformers/models/auto/configuration_auto.py`]: `CONFIG_MAPPING_NAMES = OrderedDict(\n    [\n${registry}\n    ]\n)\n`,
    }),
  };
}
