import { readdirSync, readFileSync } from 'node:fs';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dictGet } from './find-state-dict.ts';
import { readCheckpoint } from './read-checkpoint.ts';
import { readPickleFile } from './read-pickle-file.ts';
import { sniffCheckpoint } from './sniff-checkpoint.ts';
import { toPlain } from './to-plain.ts';

// made by oracle/checkpoint/make_checkpoints.py: saved and described by torch 2.8; offsets from its own memory map
const folder = fileURLToPath(new URL('./fixtures/checkpoints', import.meta.url));
const fixture = (name: string) => join(folder, `${name}.pt`);
const listing: Record<string, { container: string; tensors: { name: string; offset?: number }[] }> =
  JSON.parse(readFileSync(join(folder, 'listing.json'), 'utf8'));

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'plumb-checkpoint-'));
});
afterAll(() => rm(scratch, { recursive: true }));

describe('what torch says of its own files', () => {
  test.each(Object.entries(listing))('%s', async (name, { container, tensors }) => {
    const checkpoint = await readCheckpoint(fixture(name));
    expect(checkpoint.container).toBe(container);
    expect(checkpoint.tensors.map((tensor) => tensor.name)).toEqual(tensors.map((tensor) => tensor.name));
    for (const [i, tensor] of tensors.entries()) expect(checkpoint.tensors[i]).toMatchObject(tensor);
  });
});

test('what was saved beside the weights is plain data', async () => {
  const { data } = await readCheckpoint(fixture('model-state-dict'));
  expect(toPlain(data)).toEqual({
    epoch: 7,
    config: { $class: 'project.policy.ModelConfig', hidden: 4, dropout: 0.1 },
  });
  expect(toPlain((await readCheckpoint(fixture('nested'))).data)).toEqual({ ckpt: { step: 5 }, tag: 'x' });
  expect(toPlain((await readCheckpoint(fixture('beside-tensors'))).data)).toEqual({
    epoch: 3,
    _extra_state: { v: 1 },
  });
  expect((await readCheckpoint(fixture('bare'))).data).toBeUndefined();
  const lightning = await readCheckpoint(fixture('lightning'));
  expect(toPlain(dictGet(lightning.data, 'hyper_parameters'))).toEqual({ lr: 0.1, sizes: [1, 2] });
});

test('prefixes that every name carries are named, outermost first', async () => {
  expect((await readCheckpoint(fixture('data-parallel'))).prefixes).toEqual(['module.']);
  expect((await readCheckpoint(fixture('compiled'))).prefixes).toEqual(['module.', '_orig_mod.']);
  expect((await readCheckpoint(fixture('bare'))).prefixes).toEqual([]);
});

test('a second state dict, shared storages, views and missing data are told', async () => {
  const notes = async (name: string) => (await readCheckpoint(fixture(name))).notes.join('\n');
  expect(await notes('average-first')).toContain('under ema (4 tensors)');
  expect(await notes('tied')).toContain('embed.weight, lm_head.weight share one storage');
  expect(await notes('views')).toMatch(/4 tensors are views/);
  expect(await notes('on-meta')).toContain('a was saved on the meta device');
  expect(await notes('whole-module')).toContain('A whole module was pickled');
  expect(await notes('one-tensor')).toContain('No state dict');
  expect(await notes('bare')).toBe('');
});

test('a project’s own class is unknown, everything of torch is safe', async () => {
  const { verdict, globals } = await readCheckpoint(fixture('model-state-dict'));
  expect(verdict).toBe('unknown');
  expect(globals.filter((use) => use.verdict === 'unknown')).toEqual([
    expect.objectContaining({
      name: 'project.policy.ModelConfig',
      file: expect.stringMatching(/data\.pkl$/),
    }),
  ]);
  expect((await readCheckpoint(fixture('optimizer'))).verdict).toBe('safe');
});

test('NumPy arrays in an archive: LIBERO’s init states', async () => {
  const { value, verdict } = await readPickleFile(fixture('init-states'));
  expect(toPlain(value)).toEqual([
    [0, 1, 2, 3],
    [4, 5, 6, 7],
    [8, 9, 10, 11],
  ]);
  expect(verdict).toBe('safe');
});

test('every file is recognised by its content', async () => {
  const write = async (name: string, content: string | Uint8Array) => {
    await writeFile(join(scratch, name), content);
    return sniffCheckpoint(join(scratch, name));
  };
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.pt') && file !== 'legacy.pt'))
    expect(await sniffCheckpoint(join(folder, name)), name).toBe('torch-zip');
  expect(await sniffCheckpoint(fixture('legacy'))).toBe('torch-legacy');
  expect(await write('a.pt', 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n')).toBe(
    'lfs-pointer',
  );
  expect(await write('b.pt', '<!DOCTYPE html><html></html>')).toBe('web-page');
  expect(await write('c.pt', '')).toBe('not-a-checkpoint');
  expect(await write('d.pt', new Uint8Array(100))).toBe('not-a-checkpoint');
  expect(await write('e.json', '{"metadata": {}, "weight_map": {"a": "b.safetensors"}}')).toBe(
    'safetensors-index',
  );
  expect(await write('f.json', '{"hidden_size": 3}')).toBe('not-a-checkpoint');
  expect(await write('g.pkl', Buffer.from('80049504000000000000007d942e', 'hex'))).toBe('pickle');
  expect(await write('h.pkl', '(dp0\nS"a"\np1\nI1\ns.')).toBe('pickle');
  expect(await write('i.log', 'Loading the checkpoint\nError(s) in loading')).toBe('not-a-checkpoint');
  expect(await write('j.py', 'import torch\n')).toBe('not-a-checkpoint');
  expect(await write('k.txt', 'numpy==1.26.0\ntorch==2.8.0\n')).toBe('not-a-checkpoint');
  expect(await write('l.md', '(de facto) standard')).toBe('not-a-checkpoint');
});

test('what is no checkpoint says what it is', async () => {
  const refuse = async (name: string, content: string | Uint8Array, code: string) => {
    await writeFile(join(scratch, name), content);
    await expect(readCheckpoint(join(scratch, name))).rejects.toMatchObject({ name: 'PlumbError', code });
  };
  await refuse('1.pt', 'version https://git-lfs.github.com/spec/v1\noid', 'CHECKPOINT_LFS_POINTER');
  await refuse('2.pt', '\n<html>login</html>', 'CHECKPOINT_WEB_PAGE');
  await refuse('3.pt', new Uint8Array(64), 'NOT_A_CHECKPOINT');
  await refuse('5.pkl', Buffer.from('80027d2e', 'hex'), 'CHECKPOINT_BARE_PICKLE');
  await refuse('6.pt', readFileSync(fixture('bare')).subarray(0, 1500), 'CHECKPOINT_TRUNCATED');
  await expect(readCheckpoint(join(scratch, 'none.pt'))).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
});

test('a folder: its one checkpoint, the one that libraries look for, or a question', async () => {
  const dir = await mkdtemp(join(scratch, 'folder-'));
  await expect(readCheckpoint(dir)).rejects.toMatchObject({ code: 'CHECKPOINT_NOT_FOUND' });
  await cp(fixture('bare'), join(dir, 'last.pt'));
  await cp(fixture('optimizer'), join(dir, 'optimizer.pt'));
  expect((await readCheckpoint(dir)).tensors).toHaveLength(4);
  await cp(fixture('tied'), join(dir, 'first.pt'));
  await expect(readCheckpoint(dir)).rejects.toMatchObject({
    code: 'CHECKPOINT_AMBIGUOUS',
    what: expect.stringContaining('first.pt, last.pt'),
  });
  await cp(fixture('views'), join(dir, 'pytorch_model.bin'));
  const chosen = await readCheckpoint(dir);
  expect(chosen.tensors).toHaveLength(8);
  expect(chosen.notes[0]).toContain('Beside it: first.pt, last.pt');
});
