import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('nothing that is shipped needs Node: a page can draw', () => {
  const folder = new URL('./', import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.spec.ts') && !name.startsWith('testing/'),
  );
  expect(files).toContain('renderer.ts');
  for (const name of files) {
    const imports = [
      ...readFileSync(new URL(name, folder), 'utf8').matchAll(/^import (type )?[^;]*from '([^']+)'/gm),
    ];
    const outside = imports
      .filter(([, type, from]) => type === undefined && !from!.startsWith('.'))
      .map(([, , from]) => from);
    // contract and these two files of core import nothing of Node either
    const allowed = ['@plumb/core/plumb-error', '@plumb/core/array-room', '@plumb/contract'];
    for (const from of outside) expect(allowed).toContain(from);
  }
});
