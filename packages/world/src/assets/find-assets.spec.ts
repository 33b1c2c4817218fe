import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cacheFolder, findAssets, requireAssets } from './find-assets.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'plumb-assets-'));
});
afterEach(() => rm(root, { recursive: true }));

const put = (...path: string[]) => mkdir(join(root, ...path), { recursive: true });
/** A scene of folders that look like both packages at `at`. */
async function putAll(...at: string[]): Promise<void> {
  await put(...at, 'libero', 'libero', 'assets', 'scenes', 'libero_tabletop_base_style.xml');
  await put(...at, 'libero', 'libero', 'bddl_files', 'libero_spatial');
  await put(...at, 'libero', 'libero', 'init_files', 'libero_spatial');
  await put(...at, 'robosuite', 'models', 'assets', 'mounts', 'rethink_mount.xml');
}

test('each part is found where it is, in the order of the places', async () => {
  await putAll('cache');
  await put('venv', 'lib', 'python3.11', 'site-packages', 'libero', 'libero', 'bddl_files', 'libero_spatial');
  await put('here', 'LIBERO', 'libero', 'libero', 'init_files', 'libero_spatial');
  await put('my', 'assets', 'scenes', 'libero_tabletop_base_style.xml');
  const env = {
    PLUMB_CACHE: join(root, 'cache'),
    VIRTUAL_ENV: join(root, 'venv'),
    PLUMB_LIBERO: [join(root, 'none'), join(root, 'my')].join(delimiter),
  };
  const found = await findAssets({ env, cwd: join(root, 'here') });
  expect(found.map((entry) => [entry.part.name, entry.source])).toEqual([
    ['libero-assets', 'variable'],
    ['libero-bddl', 'environment'],
    ['libero-init', 'checkout'],
    ['robosuite-assets', 'cache'],
  ]);
  expect(found[0]!.path).toBe(join(root, 'my', 'assets'));
});

test('what is missing is named with the kinds of places, not with every folder', async () => {
  await putAll('cache');
  await rm(join(root, 'cache', 'robosuite'), { recursive: true });
  const error = await requireAssets({ env: { PLUMB_CACHE: join(root, 'cache') }, cwd: root }).catch((e) => e);
  expect(error).toMatchObject({
    code: 'ASSETS_MISSING',
    what: "Not found: robosuite 1.4.0's arm, gripper and mount (models/assets/).",
    why: `Plumb does not bring them along. Looked in PLUMB_ROBOSUITE, the active Python environment, checkouts in and beside ${root}, and ${join(root, 'cache')}; \`plumb assets\` lists every folder.`,
    remedy: 'Run `plumb assets pull`, or set PLUMB_ROBOSUITE.',
  });
});

test('robosuite 1.5 is not taken for 1.4', async () => {
  await put('rs', 'models', 'assets', 'bases', 'rethink_mount.xml');
  await expect(findAssets({ env: { PLUMB_ROBOSUITE: join(root, 'rs') }, cwd: root })).rejects.toMatchObject({
    code: 'ASSETS_VARIABLE_EMPTY',
    what: expect.stringContaining('PLUMB_ROBOSUITE'),
  });
});

test('a variable that leads nowhere is an error even where the cache has everything', async () => {
  await putAll('cache');
  const env = { PLUMB_CACHE: join(root, 'cache'), PLUMB_LIBERO: join(root, 'typo') };
  await expect(requireAssets({ env, cwd: root })).rejects.toMatchObject({ code: 'ASSETS_VARIABLE_EMPTY' });
  const paths = await requireAssets({ env: { PLUMB_CACHE: join(root, 'cache') }, cwd: root });
  expect(paths['libero-init']).toBe(join(root, 'cache', 'libero', 'libero', 'init_files'));
});

test('the cache follows its variables', () => {
  expect(cacheFolder({ PLUMB_CACHE: '/c', XDG_CACHE_HOME: '/x' })).toBe('/c');
  expect(cacheFolder({ XDG_CACHE_HOME: '/x' })).toBe(join('/x', 'plumb'));
});
