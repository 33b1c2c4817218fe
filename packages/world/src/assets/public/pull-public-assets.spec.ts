import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type PublicServer, servePublic, sha256 } from '../../testing/serve-public.ts';
import { writeZip } from '../../zip/write-zip.ts';
import { findAssets } from '../find-assets.ts';
import { ASSETS_REPOSITORY } from './public-sources.ts';
import { pullPublicAssets } from './pull-public-assets.ts';

const ROBOSUITE = 'robosuite-1.4.0-py3-none-any.whl';
const LIBERO = 'hf_libero-0.1.4-py3-none-any.whl';
const bytesOf = (text: string) => new TextEncoder().encode(text);
// stored, not packed, so that a wheel is longer than one chunk
const wheelOf = (names: string[]) =>
  writeZip(new Map(names.map((name) => [name, bytesOf(name.repeat(4000))] as const)));

let root: string;
let there: PublicServer;
let env: Record<string, string>;
const STL = new Uint8Array(3_000_000).fill(7);

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'plumb-public-'));
  there = await servePublic(ASSETS_REPOSITORY);
  there.wheels.set(
    ROBOSUITE,
    wheelOf(['robosuite/models/assets/mounts/rethink_mount.xml', 'robosuite/__init__.py']),
  );
  there.wheels.set(
    LIBERO,
    wheelOf(['libero/libero/bddl_files/libero_spatial/a.bddl', 'libero/libero/init_files/libero_spatial/a']),
  );
  there.hub.set('scenes/libero_tabletop_base_style.xml', bytesOf('<mujoco/>'));
  there.hub.set('stable/bowl.stl', STL);
  there.hub.set('README.md', bytesOf('hello'));
  there.hub.set('.gitattributes', bytesOf('x'));
  const { url } = there;
  env = { PLUMB_CACHE: join(root, 'cache'), PLUMB_PYPI: `${url}/simple`, HF_ENDPOINT: url, HOME: root };
});
afterEach(async () => {
  await there.close();
  await rm(root, { recursive: true });
});

const pull = () => pullPublicAssets({ env, firstDelayMs: 1 });
const inCache = (...path: string[]) => join(root, 'cache', ...path);
const count = (path: RegExp) => there.requests.filter((request) => path.test(request.path)).length;

/** Breaks a connection off once so many bytes of a wheel have reached the disk. */
function hangUpAt(response: ServerResponse, wheel: string, bytes: number): void {
  const timer = setInterval(async () => {
    const info = await stat(inCache('wheels', `${wheel}.part`)).catch(() => undefined);
    if ((info?.size ?? 0) < bytes) return;
    clearInterval(timer);
    response.destroy();
  }, 5);
}

test('everything that the tasks need is fetched, checked and found; a second pull fetches nothing', async () => {
  const lines: string[] = [];
  const pulled = await pullPublicAssets({ env, onProgress: (line) => lines.push(line) });
  expect(Object.fromEntries(pulled)).toEqual({
    'robosuite-assets': 1,
    'libero-bddl': 1,
    'libero-init': 1,
    'libero-assets': 2,
  });
  expect((await findAssets({ env, cwd: root })).map((entry) => entry.source)).toEqual(Array(4).fill('cache'));
  expect((await readFile(inCache('libero/libero/assets/stable/bowl.stl'))).equals(STL)).toBe(true);
  await expect(stat(inCache('libero/libero/assets/README.md'))).rejects.toThrow();
  expect(lines.some((line) => line.startsWith(`${ROBOSUITE}: `))).toBe(true);
  expect(lines.at(-1)).toContain('2 of 2 files');
  // no wheel and no half file stays behind
  expect((await readdir(inCache('wheels'))).sort()).toEqual([
    'hf-libero-0.1.4.sha256',
    'robosuite-1.4.0.sha256',
  ]);
  there.requests.length = 0;
  await pull();
  expect(there.requests.map((request) => request.path)).toEqual([
    `/api/datasets/${ASSETS_REPOSITORY}/tree/main`,
  ]);
});

test('a file of a wheel that is damaged, though as long as before, or gone, is mended; the sums are sha256sum’s', async () => {
  await pull();
  const sums = await readFile(inCache('wheels', 'hf-libero-0.1.4.sha256'), 'utf8');
  const names = [
    'libero/libero/bddl_files/libero_spatial/a.bddl',
    'libero/libero/init_files/libero_spatial/a',
  ];
  const whole = names.map((name) => bytesOf(name.repeat(4000)));
  expect(sums).toBe(names.map((name, i) => `${sha256(whole[i]!)}  ${name}\n`).join(''));
  await writeFile(inCache(names[0]!), Buffer.from(whole[0]!).fill(0, 100, 101));
  await rm(inCache(names[1]!));
  there.requests.length = 0;
  expect([...(await pull()).keys()]).toEqual(['libero-bddl', 'libero-init', 'libero-assets']);
  expect([count(/hf_libero.*whl$/), count(/robosuite/)]).toEqual([1, 0]);
  for (const [i, name] of names.entries())
    expect((await readFile(inCache(name))).equals(whole[i]!)).toBe(true);
  // a list that somebody made lead elsewhere is none
  await writeFile(inCache('wheels', 'hf-libero-0.1.4.sha256'), `${'0'.repeat(64)}  ../../etc/passwd\n`);
  expect((await pull()).has('libero-bddl')).toBe(true);
});

test('a cache that cannot be written is told as that', async () => {
  await writeFile(join(root, 'file'), '');
  env = { ...env, PLUMB_CACHE: join(root, 'file') };
  await expect(pull()).rejects.toMatchObject({
    code: 'CACHE_NOT_WRITTEN',
    remedy: expect.stringContaining('PLUMB_CACHE'),
  });
});

test('an index of plain links will do, and its credentials go along to its files', async () => {
  there.html = true;
  const { PLUMB_PYPI: _, ...rest } = env;
  env = { ...rest, PIP_INDEX_URL: `${there.url.replace('//', '//me:secret@')}/simple/` };
  await pull();
  const basic = `Basic ${Buffer.from('me:secret').toString('base64')}`;
  const files = there.requests.filter((request) => request.path.startsWith('/files/'));
  expect(files.map((request) => request.authorization)).toEqual([basic, basic]);
});

test('a connection that breaks off goes on where it stopped, also in the next run', async () => {
  const wheel = there.wheels.get(ROBOSUITE)!;
  let breaks = 6;
  there.intercept = (request, response) => {
    if (!request.url!.endsWith(ROBOSUITE) || breaks-- <= 0) return false;
    const start = Number(/=(\d+)/.exec(request.headers.range ?? '=0')![1]);
    response.writeHead(start > 0 ? 206 : 200, {
      'content-length': wheel.length - start,
      'content-range': `bytes ${start}-${wheel.length - 1}/${wheel.length}`,
    });
    response.write(wheel.subarray(start, start + 1000));
    hangUpAt(response, ROBOSUITE, start + 1000);
    return true;
  };
  await pull();
  const ranges = there.requests.filter(({ path }) => path.endsWith(ROBOSUITE)).map(({ range }) => range);
  expect(ranges).toEqual([undefined, ...[1, 2, 3, 4, 5, 6].map((k) => `bytes=${k * 1000}-`)]);
  // what another run left
  await rm(inCache('wheels', 'robosuite-1.4.0.sha256'));
  await writeFile(inCache('wheels', `${ROBOSUITE}.part`), wheel.subarray(0, 5000));
  there.requests.length = 0;
  await pull();
  expect(there.requests.find(({ path }) => path.endsWith(ROBOSUITE))?.range).toBe('bytes=5000-');
});

test('a server that never gets further is given up with what is there kept', async () => {
  there.intercept = (request, response) => {
    if (!request.url!.endsWith(LIBERO)) return false;
    response.writeHead(200, { 'content-length': 100_000 });
    response.write(Buffer.alloc(10));
    hangUpAt(response, LIBERO, 10);
    return true;
  };
  await expect(pull()).rejects.toMatchObject({ code: 'PULL_BROKEN_OFF' });
  expect((await stat(inCache('wheels', `${LIBERO}.part`))).size).toBe(10);
});

test('a wrong checksum is named, and nothing of the file stays', async () => {
  there.forged.add(ROBOSUITE);
  await expect(pull()).rejects.toMatchObject({
    code: 'PULL_CHECKSUM_WRONG',
    what: expect.stringContaining(`${ROBOSUITE} has the checksum ${sha256(there.wheels.get(ROBOSUITE)!)}`),
  });
  expect(await readdir(inCache('wheels'))).toEqual([]);
  there.forged.clear();
  for (const path of ['stable/bowl.stl', 'scenes/libero_tabletop_base_style.xml']) {
    there.forged = new Set([path]);
    await rm(inCache('libero'), { recursive: true, force: true });
    await expect(pull()).rejects.toMatchObject({
      code: 'PULL_CHECKSUM_WRONG',
      what: expect.stringContaining(path),
    });
    await expect(stat(inCache('libero/libero/assets', path))).rejects.toThrow();
  }
});

test('a damaged file in the cache is fetched again, a whole one is not', async () => {
  await pull();
  await writeFile(inCache('libero/libero/assets/scenes/libero_tabletop_base_style.xml'), '<mujoko/>');
  there.requests.length = 0;
  await pull();
  expect([count(/style\.xml$/), count(/bowl\.stl$/)].map((n) => n > 0)).toEqual([true, false]);
  expect(await readFile(inCache('libero/libero/assets/scenes/libero_tabletop_base_style.xml'), 'utf8')).toBe(
    '<mujoco/>',
  );
});

test.each(['../../../evil', '/etc/evil', 'a/../../../../evil', 'a\\..\\..\\evil', 'a/\0b'])(
  'a hub that lists %j is refused before anything is fetched',
  async (path) => {
    there.hub.set(path, bytesOf('x'));
    await expect(pull()).rejects.toMatchObject({ code: 'ARCHIVE_UNSAFE' });
    expect(count(/resolve/)).toBe(0);
  },
);

test('a wheel with such a path is refused', async () => {
  there.wheels.set(LIBERO, wheelOf(['libero/libero/assets/../../../../evil']));
  await expect(pull()).rejects.toMatchObject({ code: 'ARCHIVE_UNSAFE' });
});

test('a release that is not there, an index that is none, and servers that refuse', async () => {
  there.wheels.delete(LIBERO);
  await expect(pull()).rejects.toMatchObject({
    code: 'PULL_NOT_PUBLISHED',
    what: expect.stringContaining(LIBERO),
  });
  await expect(pullPublicAssets({ env: { ...env, PLUMB_PYPI: 'ftp://x' } })).rejects.toMatchObject({
    code: 'PULL_NOT_PUBLISHED',
  });
  await expect(pullPublicAssets({ env: { ...env, PLUMB_PYPI: `${there.url}/none` } })).rejects.toMatchObject({
    code: 'PULL_REFUSED',
    what: expect.stringContaining('status 404'),
  });
  await expect(
    pullPublicAssets({ env: { ...env, PLUMB_PYPI: 'http://127.0.0.1:1/simple' } }),
  ).rejects.toMatchObject({ code: 'REMOTE_UNREACHABLE' });
});

test('a hub that is busy is asked again, one that refuses is not; the token goes to the hub', async () => {
  let busy = 2;
  there.intercept = (request, response) => {
    if (!request.url!.startsWith('/api/') || busy-- <= 0) return false;
    response.writeHead(503).end();
    return true;
  };
  env = { ...env, HF_TOKEN: 'hf_test' };
  await pull();
  expect(there.requests.find(({ path }) => path.startsWith('/api/'))?.authorization).toBe('Bearer hf_test');
  expect(there.requests.find(({ path }) => path.startsWith('/files/'))?.authorization).toBeUndefined();
  there.intercept = (request, response) => {
    if (!request.url!.startsWith('/api/')) return false;
    response.writeHead(401).end();
    return true;
  };
  there.requests.length = 0;
  await expect(pull()).rejects.toMatchObject({ code: 'PULL_REFUSED', what: expect.stringContaining('401') });
  expect(count(/^\/api\//)).toBe(1);
});
