import { readFileSync } from 'node:fs';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DTYPE_BYTES, elementCount } from '@plumb/contract/tensor';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Checkpoint, TensorEntry } from './checkpoint.ts';
import { readCheckpoint } from './read-checkpoint.ts';
import { readPickleFile } from './read-pickle-file.ts';
import { toPlain } from './to-plain.ts';

// made by oracle/checkpoint/make_formats.py: written and described by torch 2.8, transformers, peft, numpy and gguf
const folder = fileURLToPath(new URL('./fixtures/formats', import.meta.url));
const fixture = (name: string) => join(folder, name);
type Row = Partial<TensorEntry> & { name: string; dtype: string; data: string; bytes?: number };
const listing: Record<string, { container: string; tensors: Row[] }> = JSON.parse(
  readFileSync(fixture('listing.json'), 'utf8'),
);
const {
  'ggml-types': types,
  adapter,
  ...files
} = listing as typeof listing & {
  'ggml-types': unknown;
  adapter: unknown;
};

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'plumb-formats-'));
});
afterAll(() => rm(scratch, { recursive: true }));

/** What lies at a tensor's place, as many bytes as the oracle listed. */
function bytesAt({ file, offset }: TensorEntry, length: number): string {
  return readFileSync(file)
    .subarray(offset, offset + length)
    .toString('hex');
}

const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);

describe('what the libraries say of their own files', () => {
  test.each(Object.entries(files))('%s', async (name, { container, tensors }) => {
    const checkpoint = await readCheckpoint(fixture(name));
    expect(checkpoint.container).toBe(container);
    const found = [...checkpoint.tensors].sort(byName);
    expect(found.map((tensor) => tensor.name)).toEqual([...tensors].sort(byName).map((row) => row.name));
    for (const [i, row] of [...tensors].sort(byName).entries()) {
      const { data, bytes, dtype, ...rest } = row;
      const tensor = found[i]!;
      expect(tensor).toMatchObject({ ...rest, dtype });
      if (bytes !== undefined) expect(elementCount(tensor.shape) * DTYPE_BYTES[tensor.dtype]).toBe(bytes);
      if (tensor.offset >= 0) expect(bytesAt(tensor, data.length / 2)).toBe(data);
      else expect(name).toBe('compressed.npz');
    }
  });
});

describe('the stream of before 1.6', () => {
  const read = (name: string) => readCheckpoint(fixture(`legacy-${name}.pt`));

  test('its format, what was saved beside the tensors, and every global', async () => {
    const nested = await read('nested');
    expect(nested).toMatchObject({ format: 'torch-legacy', verdict: 'unknown' });
    expect(toPlain(nested.data)).toEqual({
      epoch: 7,
      config: { $class: 'project.policy.ModelConfig', hidden: 4 },
    });
    expect(nested.globals.find((use) => use.verdict === 'unknown')?.name).toBe('project.policy.ModelConfig');
    const bytes = readFileSync(fixture('legacy-nested.pt'));
    const { offset } = nested.globals.find((use) => use.name === 'torch.FloatStorage')!;
    // the opcode that names it: c, then the module
    expect(bytes.toString('latin1', offset, offset + 6)).toBe('ctorch');
    expect((await read('bare')).verdict).toBe('safe');
    expect((await read('tied')).notes.join()).toContain('a, b share one storage');
  });

  test('cut anywhere it is an error, never a shorter checkpoint', async () => {
    const bytes = readFileSync(fixture('legacy-nested.pt'));
    for (let length = 0; length < bytes.length; length += 7) {
      await writeFile(join(scratch, 'cut.pt'), bytes.subarray(0, length));
      await expect(readCheckpoint(join(scratch, 'cut.pt')), `${length} bytes`).rejects.toMatchObject({
        name: 'PlumbError',
      });
    }
    await writeFile(join(scratch, 'long.pt'), Buffer.concat([bytes, Buffer.from('more')]));
    expect((await readCheckpoint(join(scratch, 'long.pt'))).notes).toContain(
      '4 bytes follow the last storage.',
    );
  });

  test('a call hidden in any of its pickles is dangerous, even where the file breaks off after it', async () => {
    const bytes = readFileSync(fixture('legacy-bare.pt'));
    const call = Buffer.from('cos\nsystem\n(S"true"\ntR0', 'latin1');
    // the magic number is a pickle of 15 bytes: PROTO 2, LONG1, STOP
    const hidden = Buffer.concat([bytes.subarray(0, 15), bytes.subarray(15, 17), call, bytes.subarray(17)]);
    await writeFile(join(scratch, 'hidden.pt'), hidden);
    const checkpoint = await readCheckpoint(join(scratch, 'hidden.pt'));
    expect(checkpoint.verdict).toBe('dangerous');
    await writeFile(join(scratch, 'hidden.pt'), hidden.subarray(0, 60));
    await expect(readCheckpoint(join(scratch, 'hidden.pt'))).rejects.toMatchObject({
      code: 'PICKLE_DANGEROUS',
    });
  });

  test('a storage of another size than the pickle says is refused, as torch refuses it', async () => {
    const bytes = readFileSync(fixture('legacy-bare.pt'));
    const count = bytes.length - 3 * 4 - 8;
    expect(bytes.readBigInt64LE(count)).toBe(3n);
    bytes.writeBigInt64LE(4n, count);
    await writeFile(join(scratch, 'size.pt'), bytes);
    await expect(readCheckpoint(join(scratch, 'size.pt'))).rejects.toMatchObject({
      code: 'PICKLE_MALFORMED',
      what: expect.stringContaining('a storage of 3 elements is followed by 4'),
    });
  });
});

describe('NumPy’s arrays', () => {
  test('compressed, Fortran order and what torch has no type for are told', async () => {
    const plain = await readCheckpoint(fixture('arrays.npz'));
    expect(plain).toMatchObject({ format: 'npz', verdict: 'safe', notes: [] });
    expect(plain.tensors.find((tensor) => tensor.name === 'fortran')?.stride).toEqual([1, 2]);
    const compressed = await readCheckpoint(fixture('compressed.npz'));
    expect(compressed.notes.join()).toMatch(/8 arrays are compressed/);
    const odd = await readCheckpoint(fixture('odd.npz'));
    expect(odd.tensors.map((tensor) => tensor.name)).toEqual(['ok']);
    expect(odd.notes.join()).toMatch(/text is left out: torch has no type for <U2.*big.*>f4.*record.*<i4/);
  });

  test('an array of objects is a pickle, and judged as one', async () => {
    const { tensors, globals, verdict, notes } = await readCheckpoint(fixture('objects.npz'));
    expect(tensors.map((tensor) => tensor.name)).toEqual(['plain']);
    expect(globals.map((use) => use.name)).toContain('project.policy.ModelConfig');
    expect(verdict).toBe('unknown');
    expect(notes.join()).toContain('allow_pickle=True');
  });

  test('a header that is cut, too long or not a header is refused', async () => {
    const bytes = readFileSync(fixture('version1.npy'));
    const refuse = async (content: Uint8Array) => {
      await writeFile(join(scratch, 'a.npy'), content);
      await expect(readCheckpoint(join(scratch, 'a.npy'))).rejects.toMatchObject({ code: 'NPY_MALFORMED' });
    };
    await refuse(bytes.subarray(0, 60));
    await refuse(bytes.subarray(0, bytes.length - 1));
    await refuse(Buffer.from(bytes.toString('latin1').replace("'shape'", "'shapf'"), 'latin1'));
    await refuse(Buffer.from(bytes.toString('latin1').replace('\x01\x00v', '\x04\x00v'), 'latin1'));
  });
});

describe('model folders', () => {
  const role = ({ folder }: Checkpoint, name: string) =>
    folder?.files.find((file) => file.name === name)?.role;

  test('safetensors before .bin, the config noted, the adapter inside not taken for it', async () => {
    const checkpoint = await readCheckpoint(fixture('model-folder'));
    expect(checkpoint).toMatchObject({ format: 'safetensors', path: fixture('model-folder') });
    expect(checkpoint.notes[0]).toBe('Read: model.safetensors. Beside it: pytorch_model.bin.');
    expect(checkpoint.folder?.config).toMatchObject({ model_type: 'llama', hidden_size: 8 });
    expect(role(checkpoint, 'generation_config.json')).toBe('generation config');
    expect(checkpoint.adapter).toBeUndefined();
  });

  test('shards of either torch format, with the globals of all', async () => {
    const zips = await readCheckpoint(fixture('sharded-bin'));
    expect(zips).toMatchObject({ format: 'torch-sharded', verdict: 'safe' });
    expect(new Set(zips.tensors.map((tensor) => tensor.file)).size).toBe(3);
    expect(new Set(zips.globals.map((use) => use.file)).size).toBe(3);
    expect((await readCheckpoint(fixture('sharded-bin-legacy'))).format).toBe('torch-sharded');
  });

  test('one dangerous shard makes the whole dangerous', async () => {
    const copy = join(scratch, 'dangerous');
    await cp(fixture('sharded-bin-legacy'), copy, { recursive: true });
    const shard = join(copy, 'pytorch_model-00002-of-00004.bin');
    const bytes = readFileSync(shard);
    const call = Buffer.from('cos\nsystem\n(S"true"\ntR0', 'latin1');
    await writeFile(shard, Buffer.concat([bytes.subarray(0, 17), call, bytes.subarray(17)]));
    expect((await readCheckpoint(copy)).verdict).toBe('dangerous');
  });

  test('a config that is no JSON, and code of the model’s own, are told', async () => {
    const copy = join(scratch, 'config');
    await cp(fixture('model-folder'), copy, { recursive: true });
    await writeFile(join(copy, 'config.json'), '{"model_type": ');
    await writeFile(join(copy, 'modeling_prismatic.py'), 'import os');
    const { notes, tensors } = await readCheckpoint(copy);
    expect(notes.join(' ')).toMatch(
      /config\.json cannot be used: it is not JSON.*modeling_prismatic\.py.*trust_remote_code/,
    );
    expect(tensors.length).toBeGreaterThan(10);
  });
});

describe('adapters', () => {
  const expected = adapter as unknown as { rank: number; alpha: number; touches: string[] };

  test('beside their base: what they are, and which of its tensors they touch', async () => {
    for (const path of ['model-folder/lora_adapter', 'model-folder/lora_adapter/adapter_model.safetensors']) {
      const found = (await readCheckpoint(fixture(path))).adapter!;
      expect(found).toMatchObject({ ...expected, kind: 'LORA', base: 'org/base', missing: [] });
      expect([...(found.targetModules as string[])].sort()).toEqual(['q_proj', 'v_proj']);
    }
  });

  test('of another base: what is missing; without one: nothing is claimed', async () => {
    const alone = join(scratch, 'alone');
    await cp(fixture('model-folder/lora_adapter'), alone, { recursive: true });
    expect((await readCheckpoint(alone)).adapter?.missing).toBeUndefined();
    const other = join(scratch, 'other');
    await cp(alone, join(other, 'lora_adapter'), { recursive: true });
    await cp(fixture('legacy-bare.pt'), join(other, 'pytorch_model.bin'));
    const { adapter: found, notes } = await readCheckpoint(join(other, 'lora_adapter'));
    expect(found?.missing).toEqual(expected.touches);
    expect(notes.join()).toContain('tensors that the adapter touches are not in');
    // in the same folder: the base is read, and the adapter named with it
    await cp(fixture('model-folder/model.safetensors'), join(alone, 'model.safetensors'));
    const both = await readCheckpoint(alone);
    expect(both.tensors.some((tensor) => tensor.name.includes('lora'))).toBe(false);
    expect(both.adapter).toMatchObject({ touches: expected.touches, missing: [] });
  });

  test('a rank that the config does not have is told', async () => {
    const copy = join(scratch, 'rank');
    await cp(fixture('model-folder/lora_adapter'), copy, { recursive: true });
    const path = join(copy, 'adapter_config.json');
    await writeFile(path, readFileSync(path, 'utf8').replace('"r": 4', '"r": 8'));
    expect((await readCheckpoint(copy)).notes.join()).toContain(
      'The config says rank 8, but lora_A has 4 rows',
    );
  });
});

describe('GGUF', () => {
  test('types and their sizes are those of the gguf package', () => {
    const { sizes } = types as unknown as { sizes: Record<string, [bytes: number, elements: number]> };
    const torch = { f32: 'float32', f16: 'float16', f64: 'float64', bf16: 'bfloat16' } as Record<
      string,
      string
    >;
    for (const [name, [bytes, elements]] of Object.entries(sizes)) {
      const dtype = torch[name] ?? name.replace(/^i(\d)/, 'int$1');
      // newer than any released llama.cpp model
      if (['nvfp4', 'q1_0'].includes(dtype)) continue;
      expect(DTYPE_BYTES[dtype as keyof typeof DTYPE_BYTES], dtype).toBe(bytes / elements);
    }
  });

  test('metadata, long lists by their length', async () => {
    const { data, format, verdict } = await readCheckpoint(fixture('tiny.gguf'));
    expect({ format, verdict }).toEqual({ format: 'gguf', verdict: 'safe' });
    expect(toPlain(data)).toMatchObject({
      'general.architecture': 'llama',
      'llama.block_count': 2,
      'tokenizer.ggml.tokens': { $omitted: 'an array of 100' },
    });
  });

  test('cut anywhere it is an error', async () => {
    const bytes = readFileSync(fixture('tiny.gguf'));
    for (const length of [4, 8, 20, 100, 1000, 2000, 3000, bytes.length - 600]) {
      await writeFile(join(scratch, 'cut.gguf'), bytes.subarray(0, length));
      await expect(readCheckpoint(join(scratch, 'cut.gguf')), `${length}`).rejects.toMatchObject({
        code: expect.stringMatching(/^(?:GGUF_MALFORMED|CHECKPOINT_TRUNCATED)$/),
      });
    }
  });
});

test('a pickled object in a stream is read as one in an archive', async () => {
  const { value, verdict } = await readPickleFile(fixture('legacy-nested.pt'));
  expect(verdict).toBe('unknown');
  expect(toPlain(value)).toMatchObject({
    epoch: 7,
    model_state_dict: { '0.weight': { $tensor: 'float32' } },
  });
});

test('a tar archive says what it may be', async () => {
  const tar = Buffer.alloc(1024);
  tar.write('storages', 0);
  tar.write('ustar', 257);
  await writeFile(join(scratch, 'old.pt'), tar);
  await expect(readCheckpoint(join(scratch, 'old.pt'))).rejects.toMatchObject({ code: 'CHECKPOINT_TAR' });
});
