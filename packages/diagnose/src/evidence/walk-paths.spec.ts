import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { walkPaths } from './walk-paths.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumb-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function put(files: Record<string, string | Uint8Array>) {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
}

async function kinds(...paths: string[]) {
  const { items } = await walkPaths(paths.length > 0 ? paths.map((path) => join(folder, path)) : [folder]);
  return Object.fromEntries(
    items.map(({ path, kind }) => [relative(folder, path).replaceAll('\\', '/'), kind]),
  );
}

const header = Buffer.from('{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}');
const SAFETENSORS = Buffer.concat([
  Buffer.from([header.length, 0, 0, 0, 0, 0, 0, 0]),
  header,
  Buffer.alloc(4),
]);
const TRACE = 'Traceback (most recent call last):\n  File "a.py", line 1, in <module>\nValueError: x\n';
const FREEZE = 'numpy==1.26.4\ntorch==2.8.0\ntransformers==4.46.3\n';

test('files are told by content first, by name second', async () => {
  await put({
    'run.log': 'hello\n',
    'output.txt': TRACE,
    'freeze.txt': FREEZE,
    'requirements.txt': FREEZE,
    'README.md': TRACE,
    LICENSE: 'MIT',
    'notes.txt': 'nothing to see\n',
    'config.json': '{"hidden_size": 7}',
    'eval.json': '{"success_rate": 0, "total_episodes": 10}',
    'broken.json': '{"success_rate": ',
    'weights.dat': SAFETENSORS,
    'lfs.pt': 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n',
    'tool.py': 'print(1)\n',
    'old.log.gz': gzipSync('x'),
    'checkpoint.pt.br': Buffer.from([0xcf, 0xff, 0xff, 0x7f]),
    'picture.png': Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]),
    'images.npz': Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(60)]),
    'videos.zip': Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(60)]),
    empty: '',
  });
  expect(await kinds()).toEqual({
    'run.log': 'log',
    'output.txt': 'log',
    'freeze.txt': 'environment',
    'requirements.txt': 'note',
    'README.md': 'note',
    LICENSE: 'note',
    'notes.txt': 'note',
    'config.json': 'note',
    'eval.json': 'result',
    'broken.json': 'unknown',
    'weights.dat': 'checkpoint',
    'lfs.pt': 'checkpoint',
    'tool.py': 'source',
    'old.log.gz': 'packed',
    'checkpoint.pt.br': 'packed',
    'picture.png': 'unknown',
    'images.npz': 'note',
    'videos.zip': 'packed',
    empty: 'unknown',
  });
});

test('a repository, a package, a model folder and an environment are one item each', async () => {
  await put({
    'AtlasVLA/requirements.txt': 'torch\n',
    'AtlasVLA/vggt_vla/eval/eval.py': 'x = 1\n',
    'AtlasVLA/eval/old/old.log': TRACE,
    'scripts/eval.py': 'x = 1\n',
    'scripts/config.yaml': 'a: 1\n',
    'model/config.json': '{}',
    'model/tokenizer.json': '{}',
    'model/model.safetensors': SAFETENSORS,
    'venv/pyvenv.cfg': 'version = 3.10.12\n',
    'venv/lib/python3.10/site-packages/numpy-1.26.4.dist-info/METADATA': 'Name: numpy\nVersion: 1.26.4\n',
    'venv/lib/python3.10/site-packages/numpy/core.py': 'x = 1\n',
  });
  expect(await kinds()).toEqual({
    AtlasVLA: 'source',
    scripts: 'source',
    model: 'checkpoint',
    venv: 'environment',
  });
  const { items } = await walkPaths([join(folder, 'AtlasVLA')]);
  expect(items[0]!.remark).toBe(
    'logs, results or checkpoints in eval/old were left alone: name them to have them read',
  );
});

test('a folder of mixed evidence is walked, without what belongs to tools', async () => {
  await put({
    'run/eval.log': 'x\n',
    'run/load.py': 'x = 1\n',
    'run/node_modules/a/b.log': 'x\n',
    'run/__pycache__/a.log': 'x\n',
    'run/deep/er/results.json': '{"success_rate": 0, "total_episodes": 10}',
  });
  expect(await kinds('run')).toEqual({
    'run/deep/er/results.json': 'result',
    'run/eval.log': 'log',
    'run/load.py': 'source',
  });
});

test('a run is its database: lock, journal and films are no items', async () => {
  await put({
    'run/run.db': 'SQLite format 3\0',
    'run/run.lock': '',
    'run/run.db-wal': 'x',
    'run/videos/a.webp': 'RIFF\0\0',
    'run/run.log': TRACE,
    'films/videos/a.webp': 'RIFF\0\0',
  });
  expect(await kinds()).toEqual({
    'run/run.db': 'run',
    'run/run.log': 'log',
    'films/videos/a.webp': 'unknown',
  });
});

test('what is given twice is read once; links to files count, links to folders do not', async () => {
  await put({ 'blobs/abc': TRACE, 'run/eval.log': 'x\n' });
  await symlink(join(folder, 'blobs/abc'), join(folder, 'run/linked.log'));
  await symlink(folder, join(folder, 'run/loop'));
  expect(await kinds('run', 'run/eval.log')).toEqual({ 'run/eval.log': 'log', 'run/linked.log': 'log' });
});

test('too deep and too many are said', async () => {
  await put({ 'a/b/c/d/e/f/g/h/i/j/k/deep.log': 'x\n' });
  const { items, problems } = await walkPaths([folder]);
  expect(items).toEqual([]);
  expect(problems).toMatchObject([{ code: 'FOLDER_TOO_DEEP' }]);
});

test('a path that does not exist is the user’s to correct', async () => {
  await expect(walkPaths([join(folder, 'none')])).rejects.toMatchObject({ code: 'PATH_NOT_FOUND' });
});

test('an address is a checkpoint, read where it lies', async () => {
  const { items } = await walkPaths(['hf://org/model@v1', 'https://example.org/last.pt']);
  expect(items).toEqual([
    { path: 'hf://org/model@v1', kind: 'checkpoint' },
    { path: 'https://example.org/last.pt', kind: 'checkpoint' },
  ]);
});
