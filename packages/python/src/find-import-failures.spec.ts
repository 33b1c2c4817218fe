import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { findImportFailures } from './find-import-failures.ts';
import { openSourceTree } from './source-tree.ts';
import { withFolder } from './testing/with-folder.ts';

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

function predict(files: Record<string, string>, python: string): Promise<string[]> {
  return withFolder(files, async (folder) => {
    const tree = await openSourceTree(folder);
    const found = await findImportFailures(tree, python);
    tree.dispose();
    return found.map(({ error }) => error);
  });
}

describe.each(cases)('$name', ({ files, unsure, raised }) => {
  test.each(Object.entries(raised))('Python %s', async (python, error) => {
    // the grammar's own words differ between releases; that it is refused does not
    const wanted = error === null || unsure ? [] : [error.startsWith('SyntaxError') ? 'SyntaxError' : error];
    expect(await predict(files, python)).toEqual(wanted);
  });
});
