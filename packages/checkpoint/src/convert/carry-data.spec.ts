import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PickleValue } from '../pickle-value.ts';
import { readCheckpoint } from '../read-checkpoint.ts';
import { toPlain } from '../to-plain.ts';
import { convertCheckpoint } from './convert-checkpoint.ts';

// oracle/convert/make_beside.py wrote both; with --check it holds what is written here against torch itself
const fixture = (name: string) => fileURLToPath(new URL(`fixtures/beside/${name}`, import.meta.url));
const expected = JSON.parse(readFileSync(fixture('beside.json'), 'utf8')) as { dict: [string, unknown][] };
const trained = fileURLToPath(new URL('../fixtures/checkpoints/optimizer.pt', import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumb-carry-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** With its types, as the script spells Python's own values. */
function spell(value: PickleValue): unknown {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'bigint') return { int: String(value) };
  if (typeof value === 'number')
    return Number.isInteger(value) ? { int: String(value) } : { float: pythonText(value) };
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('hex') };
  if (value.kind === 'float') return { float: pythonText(value.value) };
  if (value.kind === 'global') return { dtype: `${value.module}.${value.name}` };
  if (value.kind === 'dict')
    return {
      [value.className.replace('collections.', '')]: value.entries.map(([k, v]) => [spell(k), spell(v)]),
    };
  if ('items' in value && value.kind !== 'object') return { [value.kind]: (value.items ?? []).map(spell) };
  throw new Error(`${value.kind} is no plain value`);
}

function pythonText(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  const text = Object.is(value, -0) ? '-0' : String(value);
  return (/[.e]/.test(text) ? text : `${text}.0`).replace(/e-(\d)$/, 'e-0$1');
}

/** Without the state dict, which is ordered wherever it is written. */
function beside(value: unknown): [string, unknown][] {
  return (value as typeof expected).dict
    .filter(([key]) => key !== 'model_state_dict')
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

test('a PyTorch file keeps every plain value with its type', async () => {
  const out = join(folder, 'out.pt');
  const { carried } = await convertCheckpoint(fixture('beside.pt'), out);
  const { data, globals, container } = await readCheckpoint(out);
  expect(beside(spell(data!))).toEqual(beside(expected));
  expect(container).toBe('model_state_dict');
  expect(globals.map(({ verdict }) => verdict)).not.toContain('unknown');
  expect(carried).toEqual(expect.arrayContaining(['epoch', 'model_config', 'optimizer', '_extra_state']));
});

test('what changed and what is left out is told by name', async () => {
  const { notes } = await convertCheckpoint(fixture('beside.pt'), join(folder, 'out.pt'));
  expect(notes).toEqual([
    expect.stringMatching(
      /^Written as plain values: model_config \(project\.config\.ModelConfig, as a dict of its fields\), .*stats\.mean \(numpy\.ndarray, as lists\)/,
    ),
    'Left out: ema.weight, queue.0 (tensors beside the state dict), queue (it would lack an item), hook (a reference to builtins.print).',
  ]);
});

test('safetensors has them as metadata, text as it is and all else in JSON', async () => {
  const out = join(folder, 'out.safetensors');
  const { notes } = await convertCheckpoint(fixture('beside.pt'), out);
  const header = readFileSync(out);
  const length = Number(header.readBigUInt64LE());
  const { __metadata__: metadata } = JSON.parse(header.toString('utf8', 8, 8 + length));
  expect(metadata).toMatchObject({
    format: 'pt',
    epoch: '3',
    zero: '0.0',
    minus_zero: '-0.0',
    text: '动作 🤖\n',
    pair: '[1, 1.0]',
    endless: '-Infinity',
    model_config:
      '{"vision": {"size": 224, "dropout": 0.0, "kind": "small"}, "scale": 1.0, "root": "/data/runs"}',
    stats: '{"mean": [[0.0, 0.5], [1.0, 2.0]], "count": 7, "std": 2.0}',
  });
  expect(notes.at(-1)).toBe('Left out, since metadata cannot hold it: raw.');

  const bare = await convertCheckpoint(out, join(folder, 'bare.pt'));
  expect(bare.carried).toEqual([]);
  expect(bare.notes.at(-1)).toMatch(/no room beside its tensors: .*epoch.* --container model_state_dict/);
  await convertCheckpoint(out, join(folder, 'roomy.pt'), { container: 'model_state_dict' });
  const { data } = await readCheckpoint(join(folder, 'roomy.pt'));
  expect(data).toMatchObject({ entries: expect.arrayContaining([['pair', '[1, 1.0]']]) });
});

test('the moments of an optimizer are left out, its settings are not', async () => {
  const out = join(folder, 'out.pt');
  const { notes, carried } = await convertCheckpoint(trained, out);
  expect(notes).toEqual(['Left out: 12 values under optimizer (tensors beside the state dict).']);
  expect(carried).toEqual(['epoch', 'optimizer', 'loss']);
});

test('the versions of modules stay on the state dict while its names do', async () => {
  const out = join(folder, 'out.pt');
  await convertCheckpoint(trained, out);
  const versions = (path: string) =>
    readCheckpoint(path).then(({ moduleVersions }) => toPlain(moduleVersions));
  expect(await versions(trained)).toMatchObject({ _metadata: { '': { version: 1 } } });
  expect(await versions(out)).toEqual(await versions(trained));
  await convertCheckpoint(trained, out, { force: true, rename: (name) => `policy.${name}` });
  expect(await versions(out)).toBeNull();
});
