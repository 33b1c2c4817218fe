import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { main } from '../main.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumb-cli-'));
  const rows = Array.from({ length: 3 }, () => [0.5, 0, 0, 0, 0, 0, -1]);
  await writeFile(join(folder, 'actions.json'), JSON.stringify(rows));
  await writeFile(join(folder, 'bad.json'), '[[1, 2, 3]]');
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

/** What a command line printed, and its exit status. */
async function plumb(...argv: string[]): Promise<{ status: number; text: string }> {
  let text = '';
  const write = (chunk: unknown) => {
    text += String(chunk);
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(write);
  vi.spyOn(process.stderr, 'write').mockImplementation(write);
  return { status: await main(argv), text };
}

test('plays actions on the built-in suite and records them', async () => {
  const record = join(folder, 'episode.json');
  const actions = join(folder, 'actions.json');
  const { status, text } = await plumb(
    'rollout',
    'plumb-desk/0',
    '--init',
    '4',
    '--actions',
    actions,
    '--record',
    record,
    '--json',
  );
  expect(status).toBe(0);
  expect(JSON.parse(text)).toEqual({
    task: 'plumb-desk/pick_up_the_red_cube_and_place_it_in_the_tray',
    instruction: 'pick up the red cube and place it in the tray',
    physics: '3.3.8',
    steps: 3,
    success: false,
    firstSuccess: null,
    files: [record],
  });
  const episode = JSON.parse(await readFile(record, 'utf8'));
  expect(episode.eef_pos.length).toBe(3);
  // half of the way forward: x grows
  expect(episode.end_eef_pos[2][0]).toBeGreaterThan(episode.end_eef_pos[0][0]);
  expect(episode.objects).toEqual(['desk_drawer_1', 'desk_stove_1', 'green_cube_1', 'red_cube_1', 'tray_1']);
});

test('a video has the start and every step', async () => {
  const video = join(folder, 'film.webp');
  const actions = join(folder, 'actions.json');
  const { status, text } = await plumb('rollout', 'plumb-desk/0', '--actions', actions, '--video', video);
  expect(status, text).toBe(0);
  expect(text).toContain(`written: ${video}`);
  const { pages, width, pageHeight } = await sharp(video, { animated: true }).metadata();
  expect({ pages, width, pageHeight }).toEqual({ pages: 4, width: 512, pageHeight: 256 });
});

test.each([
  [['plumb-desk/9'], 'TASK_UNKNOWN'],
  [['plumb-desk/0', '--init', '50'], 'INIT_STATE_UNKNOWN'],
  [['plumb-desk/0', '--resets', '0'], 'INVALID_ARGUMENT'],
  [['plumb-desk/0', '--physics', '3.4'], 'PHYSICS_UNKNOWN'],
])('%j exits 2 with its code', async (args, code) => {
  const { status, text } = await plumb('rollout', ...args, '--actions', join(folder, 'actions.json'));
  expect(status).toBe(2);
  expect(text).toContain(code);
});

test('another physics is named in the recording', async () => {
  const record = join(folder, 'other.json');
  const actions = join(folder, 'actions.json');
  const args = ['--physics', '3.14', '--actions', actions, '--record', record];
  const { status, text } = await plumb('rollout', 'plumb-desk/0', ...args);
  expect([status, text.includes('on MuJoCo 3.14.0')]).toEqual([0, true]);
  expect(JSON.parse(await readFile(record, 'utf8'))).toMatchObject({ physics: '3.14.0' });
});

test('an action of the wrong length is named', async () => {
  const { status, text } = await plumb('rollout', 'plumb-desk/0', '--actions', join(folder, 'bad.json'));
  expect(status).toBe(2);
  expect(text).toContain('ACTION_MALFORMED');
  expect(text).toContain('3 numbers');
});
