import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PartFolder } from './part-folder.ts';

let cache: string;
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'plumb-parts-'));
});
afterEach(() => rm(cache, { recursive: true }));

const bytes = (text: string) => new TextEncoder().encode(text);

test('a file has its name when it is whole, and nothing else stays', async () => {
  const parts = await PartFolder.open(cache);
  const target = join(cache, 'a', 'b.stl');
  await parts.place(target, bytes('one'));
  await parts.place(target, bytes('two'));
  expect(await readFile(target, 'utf8')).toBe('two');
  await parts.close();
  expect(await readdir(join(cache, 'parts'))).toEqual([]);
});

test('what a dead process left goes; what a living one or another machine writes stays', async () => {
  const dead = spawnSync(process.execPath, ['-e', '']).pid;
  const folders = [
    `${dead}@${hostname()}-abc123`,
    `${process.pid}@${hostname()}-abc123`,
    `${dead}@other-host-abc123`,
  ];
  for (const name of folders) {
    await mkdir(join(cache, 'parts', name), { recursive: true });
    await writeFile(join(cache, 'parts', name, '0'), 'half a mesh');
  }
  const parts = await PartFolder.open(cache);
  await parts.close();
  expect((await readdir(join(cache, 'parts'))).sort()).toEqual(folders.slice(1).sort());
});

test('a place that cannot be written is named', async () => {
  await writeFile(join(cache, 'file'), '');
  const places = [join(cache, 'file')];
  // Node's recursive mkdir tries for ever there
  if (process.platform === 'linux') places.push('/proc/plumb/cache');
  for (const place of places)
    await expect(PartFolder.open(place)).rejects.toMatchObject({ code: 'CACHE_NOT_WRITTEN' });
  const parts = await PartFolder.open(cache);
  await expect(parts.place(join(cache, 'file', 'a.stl'), bytes('x'))).rejects.toMatchObject({
    code: 'CACHE_NOT_WRITTEN',
    what: expect.stringContaining('a.stl'),
  });
});
