import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, ftruncateSync, openSync, readdirSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { root, runPlumb, temporaryFolder } from './run-plumb.ts';
import { writeSafetensors } from './write-checkpoints.ts';

const layers = join(root, 'packages/checkpoint/src/statistics/fixtures/layers.pt');
const plumb = join(root, 'packages/cli/bin/plumb.js');

/** A gigabyte of zeroes that takes no room on the disk. */
function writeSparse(path: string): void {
  const bytes = 2 ** 30;
  const header = Buffer.from(`{"w":{"dtype":"F32","shape":[${bytes / 4}],"data_offsets":[0,${bytes}]}}`);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const file = openSync(path, 'w');
  writeSync(file, Buffer.concat([length, header]));
  ftruncateSync(file, 8 + header.length + bytes);
  closeSync(file);
}

describe('plumb convert', () => {
  test('there and back again is equal to the last bit, and diff says so', () => {
    const folder = temporaryFolder();
    const [middle, out] = [join(folder, 'middle.safetensors'), join(folder, 'out.pt')];
    const first = runPlumb(['convert', layers, middle]);
    expect(first.status).toBe(0);
    expect(first.stdout).toContain('nothing: every bit of every tensor is as it was');
    expect(runPlumb(['convert', middle, out]).status).toBe(0);
    const diff = runPlumb(['diff', layers, out, '--values', '--json']);
    expect(diff.status).toBe(0);
    expect(JSON.parse(diff.stdout)).toMatchObject({ equal: true, onlyA: [], onlyB: [] });
  });

  test('the options do what they say, and the answer names it', () => {
    const folder = temporaryFolder();
    const input = join(folder, 'in.safetensors');
    writeFileSync(input, writeSafetensors({ 'module.a.weight': [4, 2], 'module.b.weight': [2] }));
    const args = [
      '--strip-prefix',
      '--rename',
      'a=model.first',
      '--cast',
      'bfloat16',
      '--container',
      'state_dict',
    ];
    const { status, stdout } = runPlumb(['convert', input, join(folder, 'out.pt'), ...args]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/state dict at state_dict/);
    expect(stdout).toMatch(/2 tensors renamed; 2 tensors rounded or widened/);
    const { container, tensors } = JSON.parse(runPlumb(['inspect', join(folder, 'out.pt'), '--json']).stdout);
    expect(container).toBe('state_dict');
    expect(tensors.map(({ name, dtype }: { name: string; dtype: string }) => [name, dtype])).toEqual([
      ['model.first.weight', 'bfloat16'],
      ['b.weight', 'bfloat16'],
    ]);
  });

  test.each([
    [['out.pt', '--cast', 'int8'], /Allowed choices/],
    [['out.pt', '--max-shard-size', 'huge'], /such as 5GB/],
    [['out.pt', '--rename', 'nothing'], /not a rule FROM=TO/],
    [['out.txt'], /does not say in which format/],
    [['out.safetensors', '--container', 'x'], /cannot keep its tensors under x/],
  ])('%j is refused with a remedy', (args, message) => {
    const folder = temporaryFolder();
    const [out, ...rest] = args as [string, ...string[]];
    const { status, stderr } = runPlumb(['convert', layers, join(folder, out), ...rest]);
    expect(status).toBe(2);
    expect(stderr.replace(/\s+/g, ' ')).toMatch(message);
    expect(stderr).toMatch(/remedy +\S/);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('Ctrl-C leaves nothing behind', async () => {
    const folder = temporaryFolder();
    writeSparse(join(folder, 'in.safetensors'));
    const args = [plumb, 'convert', join(folder, 'in.safetensors'), join(folder, 'out.pt')];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (text) => {
      stderr += text;
    });
    const ended = once(child, 'exit');
    while (child.exitCode === null && readdirSync(folder).length < 2) await wait(5);
    child.kill('SIGINT');
    expect(await ended).toEqual([2, null]);
    expect(stderr).toContain('INTERRUPTED');
    expect(readdirSync(folder)).toEqual(['in.safetensors']);
  });

  test.skipIf(process.platform === 'win32')('a disk that takes no more leaves nothing behind', () => {
    const folder = temporaryFolder();
    const script = 'ulimit -f 64; exec "$0" "$@"';
    const { status, stderr } = spawnSync(
      'sh',
      ['-c', script, process.execPath, plumb, 'convert', layers, join(folder, 'out.pt')],
      { encoding: 'utf8' },
    );
    expect(stderr).toContain('OUTPUT_UNWRITABLE');
    expect(status).toBe(2);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('plumb diff', () => {
  test('says what differs, and exits 1', () => {
    const folder = temporaryFolder();
    const [a, b] = [join(folder, 'a.safetensors'), join(folder, 'b.safetensors')];
    writeFileSync(
      a,
      writeSafetensors({ 'module.q.weight': [4, 2], 'module.only.a': [1], 'module.s.weight': [3] }),
    );
    writeFileSync(b, writeSafetensors({ 'q.weight': [4, 2], 'only.b': [2], 's.weight': [4] }));
    const { status, stdout } = runPlumb(['diff', a, b]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/Another shape \(1\)\n +module\.s\.weight → s\.weight +\[3\] → \[4\]/);
    expect(stdout).toMatch(/module\.q\.weight\n +→ q\.weight +prefix of a wrapper/);
    expect(stdout).toMatch(/Only in A \(1\)\n +module\.only\.a/);
    expect(stdout).toMatch(/Only in B \(1\)\n +only\.b/);
  });

  test('a file that cannot be read is 2', () => {
    expect(runPlumb(['diff', layers, '/nowhere.pt']).status).toBe(2);
  });
});

describe('plumb inspect --stats', () => {
  test('tells what is broken first, then folds the figures, and exits 1', () => {
    const { status, stdout } = runPlumb(['inspect', layers, '--stats']);
    expect(stdout.indexOf('Values\n')).toBeLessThan(stdout.indexOf('Tensors'));
    expect(status).toBe(1);
    const values = stdout.slice(stdout.indexOf('\nValues\n'));
    expect(values).toMatch(/^\nValues\n +1 tensor holds NaN/);
    expect(values).toMatch(/linear\.weight .*uniform within 1\/sqrt\(48\)/);
  });

  test('--json has every figure', () => {
    const { statistics } = JSON.parse(runPlumb(['inspect', layers, '--stats', '--json']).stdout);
    const row = statistics.tensors.find(({ name }: { name: string }) => name === 'linear.weight');
    expect(row).toMatchObject({
      elements: 3072,
      nan: 0,
      initial: 'kaiming-uniform',
      std: expect.any(Number),
    });
  });
});
