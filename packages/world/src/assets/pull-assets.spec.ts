import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sha256 } from '../testing/serve-public.ts';
import { writeZip } from '../zip/write-zip.ts';
import { findAssets } from './find-assets.ts';
import { pullAssets } from './pull-assets.ts';

let root: string;
let env: { PLUMB_CACHE: string };
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'plumb-pull-'));
  env = { PLUMB_CACHE: join(root, 'cache') };
});
afterEach(() => rm(root, { recursive: true }));

const text = (value: string) => new TextEncoder().encode(value);
async function archive(files: Record<string, string>): Promise<string> {
  const path = join(root, 'a.whl');
  await writeFile(path, writeZip(new Map(Object.entries(files).map(([name, value]) => [name, text(value)]))));
  return path;
}

test('a wheel fills the cache with what is needed and nothing else', async () => {
  const wheel = await archive({
    'libero/libero/bddl_files/libero_spatial/a.bddl': '(define)',
    'libero/libero/init_files/libero_spatial/a.pruned_init': 'x',
    'libero/libero/envs/base.py': 'print()',
    'robosuite/models/assets/mounts/rethink_mount.xml': '<mujoco/>',
    'robosuite/models/assets/robots/sawyer/robot.xml': '<mujoco/>',
  });
  const names: string[] = [];
  const pulled = await pullAssets(wheel, { env, onFile: (name) => names.push(name) });
  expect([...pulled]).toEqual([
    ['libero-bddl', 1],
    ['libero-init', 1],
    ['robosuite-assets', 1],
  ]);
  expect(names.length).toBe(3);
  const found = await findAssets({ env, cwd: root });
  expect(found.map((entry) => entry.source)).toEqual([undefined, 'cache', 'cache', 'cache']);
  await expect(stat(join(root, 'cache', 'libero', 'libero', 'envs'))).rejects.toThrow();
});

test('a folder that holds assets/ is copied, and an archive of assets/ is unpacked', async () => {
  await mkdir(join(root, 'have', 'assets', 'scenes'), { recursive: true });
  await writeFile(join(root, 'have', 'assets', 'scenes', 'libero_tabletop_base_style.xml'), '<mujoco/>');
  expect((await pullAssets(join(root, 'have'), { env })).has('libero-assets')).toBe(true);
  const path = join(root, 'cache', 'libero', 'libero', 'assets', 'scenes', 'libero_tabletop_base_style.xml');
  expect(await readFile(path, 'utf8')).toBe('<mujoco/>');
  const other = await archive({ 'assets/scenes/libero_tabletop_base_style.xml': '<mujoco />' });
  await pullAssets(other, { env });
  expect(await readFile(path, 'utf8')).toBe('<mujoco />');
});

test("of robosuite's folder only the Panda's part is copied", async () => {
  const folder = join(root, 'venv', 'robosuite', 'models', 'assets');
  for (const file of [
    'mounts/rethink_mount.xml',
    'robots/panda/meshes/link0.stl',
    'robots/sawyer/robot.xml',
  ]) {
    await mkdir(join(folder, file, '..'), { recursive: true });
    await writeFile(join(folder, file), 'x');
  }
  expect([...(await pullAssets(join(root, 'venv'), { env }))]).toEqual([['robosuite-assets', 2]]);
  const cached = join(root, 'cache', 'robosuite', 'models', 'assets', 'robots');
  expect((await stat(join(cached, 'panda', 'meshes', 'link0.stl'))).isFile()).toBe(true);
  await expect(stat(join(cached, 'sawyer'))).rejects.toThrow();
});

test.each(['../evil', '/etc/evil', 'libero/libero/assets/../../../../evil', 'libero\\..\\..\\evil'])(
  'an archive with %s is refused',
  async (name) => {
    const wheel = await archive({ [name]: 'x' });
    await expect(pullAssets(wheel, { env })).rejects.toMatchObject({ code: 'ARCHIVE_UNSAFE' });
    await expect(stat(join(root, 'evil'))).rejects.toThrow();
  },
);

test('damage is found by the checksum, and names the file', async () => {
  const wheel = await archive({ 'libero/libero/assets/a.xml': 'hello' });
  const bytes = await readFile(wheel);
  bytes[bytes.indexOf('hello')] = 0x4a;
  await writeFile(wheel, bytes);
  await expect(pullAssets(wheel, { env })).rejects.toMatchObject({
    code: 'ARCHIVE_DAMAGED',
    what: expect.stringContaining('libero/libero/assets/a.xml does not have its checksum'),
  });
});

test('what holds nothing useful is an error', async () => {
  for (const path of [root, join(root, 'none'), await archive({ 'readme.txt': 'x' })]) {
    await expect(pullAssets(path, { env })).rejects.toMatchObject({ code: 'ASSETS_NOT_IN_SOURCE' });
  }
  await writeFile(join(root, 'b.whl'), 'no zip');
  await expect(pullAssets(join(root, 'b.whl'), { env })).rejects.toMatchObject({ code: 'ARCHIVE_DAMAGED' });
});

test('what is damaged in the cache is mended by a second pull, also where its size is right', async () => {
  const name = 'libero/libero/bddl_files/libero_spatial/a.bddl';
  const wheel = await archive({ [name]: '(define)' });
  await pullAssets(wheel, { env });
  const path = join(root, 'cache', ...name.split('/'));
  await writeFile(path, '(defile)');
  await pullAssets(wheel, { env });
  expect(await readFile(path, 'utf8')).toBe('(define)');
});

test('a wheel is held against its RECORD', async () => {
  const name = 'libero/libero/bddl_files/libero_spatial/a.bddl';
  const digest = Buffer.from(sha256(text('(define)')), 'hex').toString('base64url');
  const record = 'hf_libero-0.1.4.dist-info/RECORD';
  const placed: string[][] = [];
  const onPlaced = (...file: [string, string]) => placed.push(file);
  await pullAssets(await archive({ [name]: '(define)', [record]: `${name},sha256=${digest},8` }), {
    env,
    onPlaced,
  });
  expect(placed).toEqual([[join(root, 'cache', ...name.split('/')), sha256(text('(define)'))]]);
  await rm(join(root, 'cache'), { recursive: true });
  for (const files of [
    { [name]: '(defile)', [record]: `${name},sha256=${digest},8` },
    { [name]: '(define)', [record]: '' },
  ])
    await expect(pullAssets(await archive(files), { env })).rejects.toMatchObject({
      code: 'ARCHIVE_DAMAGED',
      what: expect.stringContaining('RECORD'),
    });
  await expect(stat(placed[0]![0]!)).rejects.toThrow();
});
