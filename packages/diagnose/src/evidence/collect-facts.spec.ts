import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { collectFacts } from './collect-facts.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumb-'));
});
afterEach(() => rm(folder, { recursive: true }));
const put = (name: string, content: string | Uint8Array) => writeFile(join(folder, name), content);

const header = Buffer.from('{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}');
const SAFETENSORS = Buffer.concat([
  Buffer.from([header.length, 0, 0, 0, 0, 0, 0, 0]),
  header,
  Buffer.alloc(4),
]);

test('each kind is read, and progress says which', async () => {
  await put('eval.log', 'Average success rate: 0.00%\n');
  await put('freeze.txt', 'numpy==1.26.4\ntorch==2.8.0\n');
  await put('eval.json', '{"success_rate": 0, "total_episodes": 10}');
  await put('load.py', 'model.load_state_dict(state, strict=False)\n');
  await put('w.safetensors', SAFETENSORS);
  const said: string[] = [];
  const facts = await collectFacts([folder], { onProgress: (text) => said.push(text) });
  expect(facts).toMatchObject({
    given: [folder],
    logs: [{ path: join(folder, 'eval.log'), rates: [{ rate: 0 }] }],
    environments: [{ environment: { kind: 'freeze' } }],
    results: [{ claimed: { episodes: 10 } }],
    sources: [{ path: join(folder, 'load.py'), files: 1 }],
    checkpoints: [{ format: 'safetensors' }],
  });
  expect(said).toContain(`reading ${join(folder, 'eval.log')} …`);
});

test('what fails is a problem with its path and code, and costs nothing else', async () => {
  await put('eval.log', 'x\n');
  await put('lfs.pt', 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n');
  await put('half.json', '{"success_rate": ');
  const { problems, logs } = await collectFacts([folder]);
  expect(problems).toMatchObject([
    { path: join(folder, 'half.json'), code: 'RESULT_NOT_JSON' },
    { path: join(folder, 'lfs.pt'), code: 'CHECKPOINT_LFS_POINTER' },
  ]);
  expect(logs).toHaveLength(1);
});

test('a checkpoint of no known architecture beside an environment: said, not passed over', async () => {
  await put('freeze.txt', 'numpy==1.26.4\ntorch==2.8.0\n');
  await put('w.safetensors', SAFETENSORS);
  const { problems, loads } = await collectFacts([folder]);
  expect(loads).toEqual([]);
  expect(problems).toMatchObject([
    { path: join(folder, 'w.safetensors'), code: expect.stringContaining('ARCHITECTURE') },
  ]);
});

test('no evidence at all is an error: silence would read as nothing wrong', async () => {
  await put('README.md', '# hello\n');
  await put('a.pt.br', 'x');
  await expect(collectFacts([folder])).rejects.toMatchObject({
    code: 'NOTHING_TO_DIAGNOSE',
    what: expect.stringContaining('a.pt.br (packed (brotli)'),
  });
});
