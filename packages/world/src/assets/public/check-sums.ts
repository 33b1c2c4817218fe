import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { writing } from '../part-folder.ts';

/** What a list may hold: robosuite's whole wheel has 900 files. */
const LIMIT_FILES = 60_000;

/** Lists files of the cache with their checksums, as `sha256sum --check` reads them in the cache's folder. */
export async function writeSums(
  path: string,
  cache: string,
  sums: ReadonlyMap<string, string>,
): Promise<void> {
  const lines = [...sums].map(([file, sum]) => `${sum}  ${relative(cache, file).replaceAll(sep, '/')}\n`);
  await writing(path, () => writeFile(path, lines.join('')));
}

/** Whether a list is there, and each file of it is what it was. Some 10 ms for LIBERO's and robosuite's. */
export async function hasFilesOf(path: string, cache: string): Promise<boolean> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const lines = text.split('\n').filter((line) => line !== '');
  if (lines.length === 0 || lines.length > LIMIT_FILES) return false;
  for (const line of lines) {
    const [, sum, name] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? [];
    const file = resolve(join(cache, name ?? ''));
    if (name === undefined || !file.startsWith(resolve(cache) + sep)) return false;
    const bytes = await readFile(file).catch(() => undefined);
    if (bytes === undefined || createHash('sha256').update(bytes).digest('hex') !== sum) return false;
  }
  return true;
}
