import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findImportFailures } from './find-import-failures.ts';
import { openSourceTree } from './source-tree.ts';

interface Case {
  name: string;
  files: Record<string, string>;
  /** Some Python raises, but whether the statement runs depends on more than the source. */
  unsure: boolean;
  raised: Record<string, string | null>;
}

// made by oracle/python/import-failures.py with real Pythons
const { cases } = JSON.parse(
  readFileSync(new URL('./fixtures/import-failures.json', import.meta.url), 'utf8'),
) as { cases: Case[] };

async function predict(files: Record<string, string>, python: string): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'plumb-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    const tree = await openSourceTree(folder);
    const found = await findImportFailures(tree, python);
    tree.dispose();
    return found.map(({ error }) => error);
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe.each(cases)('$name', ({ files, unsure, raised }) => {
  test.each(Object.entries(raised))('Python %s', async (python, error) => {
    // the grammar's own words differ between releases; that it is refused does not
    const wanted = error === null || unsure ? [] : [error.startsWith('SyntaxError') ? 'SyntaxError' : error];
    expect(await predict(files, python)).toEqual(wanted);
  });
});
