import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { NpzFile } from './npz-file.ts';
import { readNpz } from './read-npz.ts';
import { writeNpz } from './write-npz.ts';

// written by oracle/world/npz.py with NumPy itself
const fixture = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url));

test.each(['plain.npz', 'compressed.npz'])('what NumPy wrote is read: %s', (name) => {
  const arrays = readNpz(fixture(name), name);
  expect([...arrays.keys()]).toEqual(['actions', 'single', 'count', 'success', 'scalar', 'empty']);
  expect(arrays.get('actions')).toEqual({ shape: [2, 3], data: Float64Array.of(0, 0.5, 1, 1.5, 2, 2.5) });
  expect(arrays.get('single')).toEqual({ shape: [2], data: Float64Array.of(0.25, -1) });
  expect(arrays.get('count')!.data).toEqual(Float64Array.of(7, -3));
  expect(arrays.get('success')!.data).toEqual(Float64Array.of(1, 0));
  expect(arrays.get('scalar')).toEqual({ shape: [], data: Float64Array.of(3.5) });
  expect(arrays.get('empty')).toEqual({ shape: [0, 4], data: new Float64Array(0) });
});

test('what is written is read back, and is what NumPy would write', () => {
  const arrays = new Map([
    ['a', { shape: [2, 2], data: Float64Array.of(1, -2, 3.5, Number.NaN) }],
    ['b', { shape: [3], data: Float64Array.of(1, 0, 1), boolean: true }],
  ]);
  const bytes = writeNpz(arrays);
  const read = readNpz(bytes, 'x');
  expect([...read.keys()]).toEqual(['a', 'b']);
  expect(read.get('a')).toEqual({ shape: [2, 2], data: arrays.get('a')!.data });
  expect(read.get('b')!.data).toEqual(Float64Array.of(1, 0, 1));
  // the .npy inside equals NumPy's own bytes
  const numpy = fixture('a.npy');
  expect(Buffer.from(bytes).includes(numpy)).toBe(true);
});

test('array by array the same bytes are written to a file, which is no .npz before it is closed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plumb-npz-'));
  const path = join(folder, 'a.npz');
  const arrays = new Map([
    ['a', { shape: [2, 2], data: Float64Array.of(1, -2, 3.5, 0) }],
    ['b', { shape: [3], data: Float32Array.of(1, 0, 1) }],
  ]);
  const file = new NpzFile(path);
  for (const [name, array] of arrays) file.add(name, array);
  expect(() => readNpz(readFileSync(path), path)).toThrow(expect.objectContaining({ code: 'NPZ_MALFORMED' }));
  file.close();
  expect(readFileSync(path).equals(writeNpz(arrays))).toBe(true);
  rmSync(folder, { recursive: true });
});

test('depth and ids keep their own widths', () => {
  const arrays = new Map([
    ['depth', { shape: [1, 2], data: Float32Array.of(0.1, 2) }],
    ['ids', { shape: [3], data: Int16Array.of(-1, 0, 300) }],
  ]);
  const bytes = writeNpz(arrays);
  expect(Buffer.from(bytes).toString('latin1')).toMatch(/'descr': '<f4'[\s\S]*'descr': '<i2'/);
  const read = readNpz(bytes, 'x');
  expect(read.get('depth')).toEqual({ shape: [1, 2], data: Float64Array.of(Math.fround(0.1), 2) });
  expect(read.get('ids')!.data).toEqual(Float64Array.of(-1, 0, 300));
});

test.each([
  ['cut short', (bytes: Buffer) => bytes.subarray(0, -30)],
  ['empty', () => Buffer.alloc(0)],
  ['damaged', (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 40), bytes.subarray(60)])],
])('a file that is %s is an error that names it', (_, damage) => {
  expect(() => readNpz(damage(fixture('plain.npz')), 'actions.npz')).toThrow(
    expect.objectContaining({ code: 'NPZ_MALFORMED', what: expect.stringContaining('actions.npz') }),
  );
});

test('objects are refused', () => {
  expect(() => readNpz(fixture('objects.npz'), 'o.npz')).toThrow(/\|O are not numbers/);
});
