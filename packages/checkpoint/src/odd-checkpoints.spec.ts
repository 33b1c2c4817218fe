import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { readCheckpoint } from './read-checkpoint.ts';

// made by oracle/checkpoint/make_odd.py: saved by torch 2.8, with what torch says when it loads them
const fixture = (name: string) => fileURLToPath(new URL(`./fixtures/odd/${name}`, import.meta.url));
const listing: { 'protocol-0': Record<string, string>; sparse: string[]; script: string[] } = JSON.parse(
  readFileSync(fixture('listing.json'), 'utf8'),
);

test('sparse tensors are not listed, which a note says', async () => {
  const several = await readCheckpoint(fixture('sparse.pt'));
  expect(several.tensors.map(({ name }) => name)).toEqual(['a']);
  expect(several.notes).toEqual([`${listing.sparse.length} sparse tensors are not listed.`]);
  expect((await readCheckpoint(fixture('one-sparse.pt'))).notes).toEqual(['1 sparse tensor is not listed.']);
  expect((await readCheckpoint(fixture('only-sparse.pt'))).notes).toContain('1 sparse tensor is not listed.');
});

test('a pickle of protocol 0, which torch does not load either, is not to be fetched again', async () => {
  expect(Object.keys(listing['protocol-0'])).toEqual(['weights_only=False', 'weights_only=True']);
  await expect(readCheckpoint(fixture('protocol-0.pt'))).rejects.toMatchObject({
    code: 'PICKLE_PROTOCOL_0',
    why: expect.stringContaining('torch.load does not load'),
    remedy: expect.not.stringMatching(/fetch/i),
  });
});

test('TorchScript is read as its state dict, and is no weapon for the lists in it', async () => {
  const { tensors, verdict, notes, globals } = await readCheckpoint(fixture('script.pt'));
  // BatchNorm counts in an integer that state_dict() has at another place
  expect(tensors.map(({ name }) => name).sort()).toEqual([...listing.script].sort());
  expect(verdict).toBe('unknown');
  expect(globals.map(({ name }) => name)).toContain('torch.jit._pickle.build_intlist');
  expect(notes).toContainEqual(expect.stringMatching(/TorchScript.*runs the program/));
});

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A folder with these files, empty but for those that are given a text. */
function folderOf(files: readonly string[], text = ''): string {
  const folder = mkdtempSync(join(tmpdir(), 'odd-'));
  folders.push(folder);
  for (const name of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const refused = async (path: string) => {
  const error = await readCheckpoint(path).then(
    () => undefined,
    (thrown) => thrown,
  );
  return { code: error?.code, text: `${error?.what} ${error?.remedy}` };
};

test.each([
  ['exported.pt2', 'CHECKPOINT_EXPORTED_PROGRAM', /torch\.export\.load/],
  ['distributed', 'CHECKPOINT_DISTRIBUTED', /format_utils dcp_to_torch \S+ merged\.pt/],
  ['distributed/__0_0.distcp', 'CHECKPOINT_DISTRIBUTED', /one process's part/],
])('%s is refused by what it is, with the way out', async (name, code, text) => {
  expect(await refused(fixture(name))).toEqual({ code, text: expect.stringMatching(text) });
});

test.each([
  ["Orbax's", ['_CHECKPOINT_METADATA', 'params/_METADATA'], 'CHECKPOINT_JAX', /convert_jax_model_to_pytorch/],
  ["Orbax's arrays", ['_METADATA', 'manifest.ocdbt'], 'CHECKPOINT_JAX', /Orbax/],
  [
    "DeepSpeed's",
    ['latest', 'zero_to_fp32.py', 'global_step10/mp_rank_00_model_states.pt'],
    'CHECKPOINT_DEEPSPEED',
    /Give \S+global_step10;.*zero_to_fp32\.py/,
  ],
  [
    "DeepSpeed's third stage",
    ['zero_pp_rank_0_mp_rank_00_model_states.pt', 'zero_pp_rank_1_mp_rank_00_model_states.pt'],
    'CHECKPOINT_DEEPSPEED',
    /in 2 pieces/,
  ],
  [
    "the hub's cache of a model",
    ['blobs/1', 'refs/main', 'snapshots/abc/config.json'],
    'CHECKPOINT_HUB_CACHE',
    /snapshots\/\$\(cat/,
  ],
  [
    "the hub's cache",
    ['models--org--name/refs/main'],
    'CHECKPOINT_HUB_CACHE',
    /models--org--name\/snapshots/,
  ],
  ['a folder of nothing', ['notes.txt'], 'CHECKPOINT_NOT_FOUND', /path of the file itself/],
])('%s folder is told', async (_, files, code, text) => {
  expect(await refused(folderOf(files))).toEqual({ code, text: expect.stringMatching(text) });
});

test('the state of an optimizer in pieces is not the checkpoint', async () => {
  const folder = folderOf(['bf16_zero_pp_rank_0_mp_rank_00_optim_states.pt']);
  writeFileSync(join(folder, 'mp_rank_00_model_states.pt'), readFileSync(fixture('one-sparse.pt')));
  expect((await readCheckpoint(folder)).tensors.map(({ name }) => name)).toEqual(['a']);
});

test('a link to what is gone says so', async () => {
  const folder = folderOf([]);
  symlinkSync('../blobs/gone', join(folder, 'model.safetensors'));
  const error = await readCheckpoint(folder).catch((thrown) => thrown);
  expect(error).toMatchObject({
    code: 'FILE_UNREADABLE',
    why: expect.stringContaining('a link to ../blobs/gone'),
  });
});

test.each([
  ['lines of Windows', '\r\n', undefined],
  ['a byte order mark', '\ufeff', /byte order mark/],
])('an index of shards with %s', async (_, start, problem) => {
  const index = `${start}{"metadata": {},\r\n "weight_map": {}}\r\n`;
  const folder = folderOf(['model.safetensors.index.json'], index);
  const { text } = await refused(folder);
  if (problem) expect(text).toMatch(problem);
  else expect(text).not.toMatch(/JSON|byte order/);
});
