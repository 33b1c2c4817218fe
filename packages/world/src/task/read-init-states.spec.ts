import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { liberoHere } from '../testing/libero-here.ts';
import { findTask, tasksOf } from './find-task.ts';
import { readInitStates } from './read-init-states.ts';

const assets = await liberoHere();
const task = findTask('libero_goal/turn_on_the_stove');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumb-init-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function put(bytes: Uint8Array | string): Promise<void> {
  const path = join(folder, task.suite, `${task.name}.pruned_init`);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
}

test.skipIf(!assets)(
  'every task of the four suites has 50 states (skipped where LIBERO is not found)',
  async () => {
    for (const suite of ['libero_spatial', 'libero_object', 'libero_goal', 'libero_10']) {
      for (const each of tasksOf(suite)) {
        const states = await readInitStates(assets!['libero-init'], each);
        expect([each.name, states.length]).toEqual([each.name, 50]);
        expect(
          states.every((state) => state.length === states[0]!.length && state.every(Number.isFinite)),
        ).toBe(true);
      }
    }
  },
);

test.skipIf(!assets)(
  'a file that was cut short is an error that names it (skipped where LIBERO is not found)',
  async () => {
    const whole = await readFile(join(assets!['libero-init'], task.suite, `${task.name}.pruned_init`));
    await put(whole.subarray(0, whole.length / 2));
    await expect(readInitStates(folder, task)).rejects.toMatchObject({
      what: expect.stringContaining('.pruned_init'),
    });
  },
);

test('a pickle without an array is an error that names it', async () => {
  // protocol 2: the integer 7
  await put(Uint8Array.of(0x80, 2, 0x4b, 7, 0x2e));
  await expect(readInitStates(folder, task)).rejects.toMatchObject({
    code: 'INIT_FILE_DAMAGED',
    what: expect.stringContaining('turn_on_the_stove.pruned_init'),
  });
});
