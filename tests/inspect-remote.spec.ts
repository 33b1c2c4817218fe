import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { ServedFile } from '@plumb/core/testing';
import { type FileServer, servedBytes, serveFiles } from '@plumb/core/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type PlumbRun, root } from './run-plumb.ts';

const SHA = 'a'.repeat(40);
let hub: FileServer;
let files: Map<string, ServedFile>;
beforeEach(async () => {
  files = new Map();
  hub = await serveFiles(files);
});
afterEach(() => hub.close());

/** Not spawnSync: the server answers from this process. */
function inspect(...args: string[]): Promise<PlumbRun> {
  const env = { ...process.env, HF_ENDPOINT: hub.url, HF_TOKEN: 'secret-token', NO_COLOR: '1' };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(root, 'packages/cli/bin/plumb.js'), 'inspect', ...args],
      { env, maxBuffer: 1 << 28 },
      (error, stdout, stderr) => resolve({ status: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

/** A safetensors file whose header is real and whose data is zeros that nobody keeps. */
function sparse(names: readonly string[], shape: readonly [number, number]): ServedFile {
  const bytes = shape[0] * shape[1] * 2;
  const header = Object.fromEntries(
    names.map((name, i) => [name, { dtype: 'BF16', shape, data_offsets: [i * bytes, (i + 1) * bytes] }]),
  );
  const text = Buffer.from(JSON.stringify(header));
  const head = Buffer.alloc(8 + text.length);
  head.writeBigUInt64LE(BigInt(text.length));
  text.copy(head, 8);
  return {
    size: head.length + names.length * bytes,
    etag: '"weights"',
    read(offset, length) {
      const part = Buffer.alloc(length);
      if (offset < head.length) head.copy(part, 0, offset);
      return part;
    },
  };
}

const layer = (i: number) =>
  ['q_proj', 'k_proj', 'v_proj', 'o_proj', 'gate_proj', 'up_proj', 'down_proj'].map(
    (name) => `language_model.model.layers.${i}.${name}.weight`,
  );
/** 226 matrices of 4096 x 8192 in bfloat16: 15.2 GB. */
const layers = Array.from({ length: 32 }, (_, i) => layer(i)).flat();
const names = [...layers, 'language_model.lm_head.weight', 'language_model.model.embed_tokens.weight'];

test('15 GB on a web server are inspected for a few hundred kB', async () => {
  files.set('/weights/of/model.safetensors', sparse(names, [4096, 8192]));
  const { status, stdout } = await inspect(`${hub.url}/weights/of/model.safetensors`);
  expect(status).toBe(0);
  expect(stdout).toContain('safetensors, 15.2 GB');
  expect(stdout).toContain('226 tensors, 7.58 G parameters');
  expect(stdout).toContain('safe: the format cannot hold code');
  expect(stdout).toMatch(/read \d+(?:\.\d)? kB of 15\.2 GB in 2 requests/);
  expect(hub.bytesSent).toBeLessThan(100_000);
});

test('a sharded model of 15 GB on the hub, from its name alone', async () => {
  const shards = new Map<string, string[]>();
  for (const [i, name] of names.entries()) {
    const shard = `model-0000${1 + (i % 4)}-of-00004.safetensors`;
    shards.set(shard, [...(shards.get(shard) ?? []), name]);
  }
  const weightMap = Object.fromEntries(
    [...shards].flatMap(([shard, list]) => list.map((name) => [name, shard])),
  );
  const place = (name: string) => `/org/vla/resolve/${SHA}/${name}`;
  for (const [shard, list] of shards) files.set(place(shard), sparse(list, [4096, 8192]));
  hub.serveJson(place('model.safetensors.index.json'), { metadata: {}, weight_map: weightMap });
  hub.serveJson(place('config.json'), {
    model_type: 'openvla',
    architectures: ['OpenVLAForActionPrediction'],
  });
  files.set(place('modeling.py'), servedBytes(Buffer.from('never read')));
  hub.serveJson('/api/models/org/vla/revision/main', {
    sha: SHA,
    siblings: ['config.json', 'modeling.py', 'model.safetensors.index.json', ...shards.keys()].map(
      (rfilename) => ({ rfilename }),
    ),
  });
  const { status, stdout, stderr } = await inspect('hf://org/vla', '--json');
  expect(status, stderr).toBe(0);
  const result = JSON.parse(stdout);
  expect(result).toMatchObject({ format: 'safetensors-sharded', verdict: 'safe' });
  expect(result.tensors).toHaveLength(226);
  expect(result.fileBytes).toBeGreaterThan(15e9);
  expect(new Set(result.tensors.map((tensor: { file: string }) => tensor.file))).toContain(
    'hf://org/vla/model-00001-of-00004.safetensors',
  );
  expect(result.folder.config.model_type).toBe('openvla');
  expect(result.notes.join(' ')).toMatch(new RegExp(`commit ${SHA}.*modeling\\.py.*trust_remote_code`));
  expect(result.traffic.bytes).toBe(hub.bytesSent);
  expect(hub.bytesSent).toBeLessThan(300_000);
  expect(hub.requests.map(({ path }) => path)).not.toContain(place('modeling.py'));
  expect(stdout + stderr).not.toContain('secret-token');
});

test('what cannot be reached says so, with status 2 and no token', async () => {
  await hub.close();
  const { status, stdout, stderr } = await inspect('hf://org/vla/model.safetensors');
  expect(status).toBe(2);
  expect(stderr).toContain('hf://org/vla/model.safetensors cannot be read: nobody answers at that address');
  expect(stdout + stderr).not.toContain('secret-token');
});
