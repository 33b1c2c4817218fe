import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeNpz } from '@plumb/world';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readStates } from './read-states.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumb-states-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function states(shape: readonly [number, number], name = 'qpos'): Promise<string> {
  const path = join(folder, 'states.npz');
  const data = Float64Array.from({ length: shape[0] * shape[1] }, (_, i) => i);
  await writeFile(path, writeNpz(new Map([[name, { shape: [...shape], data }]])));
  return path;
}

test('rows come out as they went in', async () => {
  expect(await readStates(await states([2, 3]), 3)).toEqual([
    Float64Array.of(0, 1, 2),
    Float64Array.of(3, 4, 5),
  ]);
});

test('a row that is not finite is named, with the file', async () => {
  const path = join(folder, 'states.npz');
  const data = Float64Array.of(0, 1, 2, 3, Number.NaN, 5);
  await writeFile(path, writeNpz(new Map([['qpos', { shape: [2, 3], data }]])));
  await expect(readStates(path, 3)).rejects.toMatchObject({
    code: 'STATES_MALFORMED',
    what: expect.stringContaining(path),
    why: expect.stringMatching(/Row 1 of its "qpos" holds NaN/),
  });
});

test.each([
  ['no rows', [0, 3], 'qpos', /no rows/],
  ['another width', [2, 4], 'qpos', /\[2, 4\]/],
  ['another array', [2, 3], 'qvel', /no array "qpos"/],
] as const)('%s is an error', async (_, shape, name, why) => {
  await expect(readStates(await states(shape, name), 3)).rejects.toMatchObject({
    code: 'STATES_MALFORMED',
    why: expect.stringMatching(why),
  });
});
