import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Checkpoint } from '../checkpoint.ts';
import { diffCheckpoints } from '../diff/diff-checkpoints.ts';
import { readCheckpoint } from '../read-checkpoint.ts';
import { convertCheckpoint } from './convert-checkpoint.ts';

const fixture = (name: string) =>
  fileURLToPath(new URL(`../fixtures/checkpoints/${name}.pt`, import.meta.url));
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumb-convert-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function diffFiles(a: string, b: string) {
  return diffCheckpoints(await readCheckpoint(a), await readCheckpoint(b), { values: true });
}

const names = ({ tensors }: Checkpoint) => tensors.map(({ name }) => name);

// written by torch itself; that torch opens what is written here is oracle/convert/check_outputs.py's to say
describe.each(['bare', 'nested', 'views', 'tied', 'optimizer', 'legacy'])('%s', (name) => {
  test.each(['out.pt', 'out.safetensors'])('as %s, every element is what it was', async (out) => {
    await convertCheckpoint(fixture(name), join(folder, out));
    const diff = await diffFiles(fixture(name), join(folder, out));
    expect(diff.equal).toBe(true);
    expect(diff.pairs.length).toBeGreaterThan(0);
    expect(readdirSync(folder)).toEqual([out]);
  });
});

test('all dtypes that torch can save go through a PyTorch file', async () => {
  const out = join(folder, 'out.pt');
  await convertCheckpoint(fixture('every-dtype'), out);
  const [before, after] = [await readCheckpoint(fixture('every-dtype')), await readCheckpoint(out)];
  const bytes = ({ tensors }: Checkpoint) =>
    tensors.map(({ file, offset, name, dtype }) => [
      name,
      dtype,
      readFileSync(file)
        .subarray(offset, offset + 3)
        .toString('hex'),
    ]);
  expect(bytes(after)).toEqual(bytes(before));
  await expect(
    convertCheckpoint(fixture('every-dtype'), join(folder, 'out.safetensors')),
  ).rejects.toMatchObject({
    code: 'SAFETENSORS_DTYPE',
  });
});

test('a PyTorch file keeps the container, shares what was shared, and is safe', async () => {
  const out = join(folder, 'out.pt');
  const result = await convertCheckpoint(fixture('tied'), out, { container: 'model.inner' });
  const checkpoint = await readCheckpoint(out);
  expect(checkpoint.container).toBe('model.inner');
  expect(checkpoint.verdict).toBe('safe');
  const [embed, head] = ['embed.weight', 'lm_head.weight'].map((name) =>
    checkpoint.tensors.find((tensor) => tensor.name === name),
  );
  expect(embed!.offset).toBe(head!.offset);
  expect(result.notes).toEqual(['embed.weight, lm_head.weight share their data, as before.']);
});

test('records lie at multiples of 64, and unzip finds no fault with any CRC', async () => {
  const out = join(folder, 'out.pt');
  await convertCheckpoint(fixture('nested'), out);
  for (const { offset } of (await readCheckpoint(out)).tensors) expect(offset % 64).toBe(0);
  const { status, stdout } = spawnSync('python3', ['-m', 'zipfile', '-t', out], { encoding: 'utf8' });
  if (status !== null) expect(stdout).toBe('Done testing\n');
});

describe('names', () => {
  test('prefixes of wrappers are taken off, rules rename whole segments', async () => {
    const out = join(folder, 'out.safetensors');
    const renames = [
      { from: '0', to: 'first' },
      { from: '1.', to: '' },
    ];
    const result = await convertCheckpoint(fixture('compiled'), out, { stripPrefix: true, renames });
    expect(names(await readCheckpoint(out)).sort()).toEqual(['bias', 'first.bias', 'first.weight', 'weight']);
    expect(result.renamed).toBe(4);
  });

  test.each([
    ['RENAME_MATCHES_NOTHING', [{ from: 'layer', to: 'x' }]],
    [
      'RENAME_COLLIDES',
      [
        { from: '0.', to: '' },
        { from: '1.', to: '' },
      ],
    ],
  ])('%s is an error, and nothing is written', async (code, renames) => {
    await expect(
      convertCheckpoint(fixture('bare'), join(folder, 'out.pt'), { renames }),
    ).rejects.toMatchObject({
      code,
    });
    expect(readdirSync(folder)).toEqual([]);
  });
});

test('a large checkpoint is split, with an index that reads as one', async () => {
  const result = await convertCheckpoint(fixture('bare'), `${folder}/`, { maxShardBytes: 24 });
  expect(result.files.map(({ path }) => path.slice(folder.length + 1))).toEqual([
    'model-00001-of-00003.safetensors',
    'model-00002-of-00003.safetensors',
    'model-00003-of-00003.safetensors',
    'model.safetensors.index.json',
  ]);
  expect((await diffFiles(fixture('bare'), join(folder, 'model.safetensors.index.json'))).equal).toBe(true);
});

describe('what is there already', () => {
  test('is not overwritten, nor replaced by something half written', async () => {
    const out = join(folder, 'out.pt');
    writeFileSync(out, 'precious');
    await expect(convertCheckpoint(fixture('bare'), out)).rejects.toMatchObject({ code: 'OUTPUT_EXISTS' });
    const controller = new AbortController();
    controller.abort();
    await expect(
      convertCheckpoint(fixture('bare'), out, { force: true, signal: controller.signal }),
    ).rejects.toMatchObject({ code: 'INTERRUPTED' });
    expect(readFileSync(out, 'utf8')).toBe('precious');
    expect(readdirSync(folder)).toEqual(['out.pt']);
  });

  test('is replaced with force, even by itself', async () => {
    const out = join(folder, 'out.pt');
    await convertCheckpoint(fixture('nested'), out);
    await convertCheckpoint(out, out, { force: true, cast: 'float16' });
    expect((await readCheckpoint(out)).tensors.every(({ dtype }) => dtype === 'float16')).toBe(true);
  });
});

test.each([
  ['out', 'OUTPUT_FORMAT'],
  ['missing/../out.xyz', 'OUTPUT_FORMAT'],
])('%s does not say its format', async (out, code) => {
  await expect(convertCheckpoint(fixture('bare'), join(folder, out))).rejects.toMatchObject({ code });
});

test('casting leaves integers alone and counts what overflows', async () => {
  const wide = join(folder, 'wide.safetensors');
  const header = Buffer.from(
    '{"big":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"steps":{"dtype":"I32","shape":[1],"data_offsets":[8,12]}}',
  );
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const data = Buffer.alloc(12);
  data.writeFloatLE(1e6, 0);
  data.writeFloatLE(0.1, 4);
  data.writeInt32LE(7, 8);
  writeFileSync(wide, Buffer.concat([length, header, data]));
  const out = join(folder, 'half.pt');
  const { notes, cast } = await convertCheckpoint(wide, out, { cast: 'float16' });
  expect(cast).toBe(1);
  expect(notes).toEqual([expect.stringMatching(/^1 values became infinite: .*float16.*\(big\)/)]);
  expect((await readCheckpoint(out)).tensors.map(({ dtype }) => dtype)).toEqual(['float16', 'int32']);
});
