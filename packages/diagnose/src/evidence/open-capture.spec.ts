import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { collectFacts } from './collect-facts.ts';
import { looksLikeCapture, openCapture } from './open-capture.ts';
import { writeTar } from './spec-tar.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumb-spec-'));
});
afterAll(() => rm(folder, { recursive: true }));

const SITE = 'plumb-capture/env/lib/python3.10/site-packages';
const FILES = {
  'plumb-capture/env/pyvenv.cfg': 'version = 3.10.12\n',
  [`${SITE}/transformers-4.46.3.dist-info/METADATA`]: 'Name: transformers\nVersion: 4.46.3\n',
  [`${SITE}/tokenizers-0.20.3.dist-info/METADATA`]: 'Name: tokenizers\nVersion: 0.20.3\n',
  'plumb-capture/pip-freeze.txt': 'transformers==4.46.3\ntokenizers==0.20.3\n',
  'plumb-capture/logs/1-eval.log': 'INFO start\nSuccess rate: 0.0% (0/10)\n',
  'plumb-capture/gl.txt': 'MUJOCO_GL=egl\n',
};

async function save(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

test('a capture is its environment, its logs and its notes, and leaves nothing behind', async () => {
  const capture = await openCapture(await save('node.tar', writeTar(FILES)));
  expect(await readFile(capture.logs[0]!, 'utf8')).toBe(FILES['plumb-capture/logs/1-eval.log']);
  expect(capture.environment).toBe(join(capture.folder, 'env'));
  expect(capture.notes).toEqual([join(capture.folder, 'gl.txt')]);
  await capture.close();
  expect(existsSync(capture.folder)).toBe(false);
});

test('where the node had no metadata, the listing is the environment', async () => {
  const { 'plumb-capture/pip-freeze.txt': freeze } = FILES;
  const capture = await openCapture(
    await save('freeze.tar', writeTar({ 'plumb-capture/pip-freeze.txt': freeze! })),
  );
  expect(capture.environment).toBe(join(capture.folder, 'pip-freeze.txt'));
  await capture.close();
});

test.each(['node2.tar', 'node2.tar.gz', 'node2.tgz'])(
  '%s: its facts are named by the archive',
  async (name) => {
    const tar = writeTar(FILES);
    const path = await save(name, name.endsWith('.tar') ? tar : gzipSync(tar));
    expect(await looksLikeCapture(path)).toBe(true);
    const facts = await collectFacts([path]);
    const [{ environment, modelTypes } = {}] = facts.environments;
    expect(environment?.path).toBe(path);
    expect(environment?.python?.version).toBe('3.10.12');
    expect(environment?.packages.get('tokenizers')?.place).toBe(
      `${path}!env/lib/python3.10/site-packages/tokenizers-0.20.3.dist-info/METADATA`,
    );
    expect(modelTypes?.knows('qwen3')).toBe('no');
    expect(facts.logs.map(({ path: log, rates }) => [log, rates[0]?.rate])).toEqual([
      [`${path}!logs/1-eval.log`, 0],
    ]);
    expect(JSON.stringify(facts)).not.toContain('/plumb-capture');
    const { checkpoints, ...rest } = facts;
    expect(
      JSON.stringify({ ...rest, environments: [...(environment?.packages.values() ?? [])] }),
    ).not.toMatch(/plumb-[A-Za-z0-9]{6}\//);
  },
);

test('a tar of something else is said to be none', async () => {
  const path = await save(
    'other.tar',
    writeTar({ 'plumb-capture/python.txt': '3.10', 'src/model.py': 'x = 1' }),
  );
  await expect(openCapture(path)).rejects.toMatchObject({ code: 'CAPTURE_NOT_RECOGNISED' });
  const facts = await collectFacts([path]);
  expect(facts.problems).toMatchObject([{ path, code: 'CAPTURE_NOT_RECOGNISED' }]);
});

test('a packing bomb ends at the limit', async () => {
  // gzip members follow one another: 17 times 16 MiB of zeros
  const member = gzipSync(Buffer.alloc(16 * 2 ** 20), { level: 1 });
  const path = await save('bomb.tar.gz', Buffer.concat(Array.from({ length: 17 }, () => member)));
  await expect(openCapture(path)).rejects.toMatchObject({ code: 'TAR_REFUSED' });
});

test('a gzip that is cut off', async () => {
  const whole = gzipSync(writeTar(FILES));
  const path = await save('cut.tar.gz', whole.subarray(0, whole.length - 20));
  await expect(openCapture(path)).rejects.toMatchObject({ code: 'TAR_MALFORMED' });
});
