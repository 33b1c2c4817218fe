import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { psnr, ssim } from '@plumb/camera/compare';
import type { Image } from '@plumb/contract';
import { findAssets, readNpz, readPng, writeNpz } from '@plumb/world';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { main } from '../main.ts';

const CAMERAS = ['agentview', 'robot0_eye_in_hand', 'frontview', 'robot0_robotview'];
const fixtures = fileURLToPath(new URL('../render/fixtures', import.meta.url));
let folder: string;
let states: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumb-render-'));
  states = join(folder, 'states.npz');
  const qpos: number[] = JSON.parse(await readFile(join(fixtures, 'desk_qpos.json'), 'utf8'));
  const turned = [(qpos[0] ?? 0) + 0.2, ...qpos.slice(1)];
  const data = Float64Array.from([...turned, ...qpos]);
  await writeFile(states, writeNpz(new Map([['qpos', { shape: [2, qpos.length], data }]])));
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

async function picture(...path: string[]): Promise<Image> {
  const file = join(...path);
  return { ...readPng(await readFile(file), file), orientation: 'upright' };
}

test('plumb-desk looks as MuJoCo 2.3.7 draws it (oracle/camera/desk-pictures.py)', async () => {
  const out = join(folder, 'desk');
  const args = ['--states', states, '--size', '160', '--depth', '--segmentation', '--out', out, '--json'];
  const { status, text } = await plumb('render', 'plumb-desk/3', '--camera', ...CAMERAS, ...args);
  expect(status, text).toBe(0);
  for (const camera of CAMERAS) {
    const [ours, theirs] = [
      await picture(out, `${camera}_1.png`),
      await picture(fixtures, `desk_${camera}.png`),
    ];
    expect(psnr(ours, theirs), camera).toBeGreaterThan(42);
    expect(ssim(ours, theirs), camera).toBeGreaterThan(0.99);
  }
  const names = CAMERAS.flatMap((camera) => [0, 1].map((row) => `${camera}_${row}`));
  const expected = [...names.map((name) => `${name}.png`), ...CAMERAS.map((camera) => `${camera}.webp`)];
  expected.push(...CAMERAS.map((camera) => `sheet_${camera}.png`), 'depth.npz', 'segmentation.npz');
  expect((await readdir(out)).sort()).toEqual(expected.sort());
  expect(JSON.parse(text)).toMatchObject({ states: 2, cameras: CAMERAS, size: 160, look: 2 });
  const film = await sharp(join(out, 'agentview.webp'), { animated: true }).metadata();
  expect(film).toMatchObject({ pages: 2, delay: [50, 50] });
  const depth = readNpz(await readFile(join(out, 'depth.npz')), 'depth').get('agentview_0')!;
  const ids = readNpz(await readFile(join(out, 'segmentation.npz')), 'ids').get('agentview_0')!;
  expect(depth.shape).toEqual([160, 160]);
  // the desk is in the middle of the lower edge, less than a metre away; the sky is at the top
  const at = 155 * 160 + 80;
  expect(depth.data[at]).toBeGreaterThan(0.5);
  expect(depth.data[at]).toBeLessThan(1);
  expect(ids.data[at]).toBeGreaterThanOrEqual(0);
  expect(ids.data[3]).toBe(-1);
});

test('without states the init states are drawn, on a sheet', async () => {
  const out = join(folder, 'init');
  const { status, text } = await plumb('render', 'plumb-desk/0', '--size', '32', '--out', out);
  expect(status, text).toBe(0);
  expect(text).toContain('50 states');
  const files = await readdir(out);
  expect(files.filter((name) => /^agentview_\d+\.png$/.test(name)).length).toBe(50);
  expect(files.some((name) => name.endsWith('.webp'))).toBe(false);
  // 8 columns and 7 rows with gaps
  expect(await picture(out, 'sheet_agentview.png')).toMatchObject({ width: 8 * 36 + 4, height: 7 * 36 + 4 });
});

test.each([
  [['plumb-desk/0', '--camera', 'birdview'], 'CAMERA_UNKNOWN'],
  [['plumb-desk/0', '--size', '0'], 'CAMERA_SIZE'],
  [['plumb-desk/0', '--size', '100000'], 'CAMERA_SIZE'],
  [['plumb-desk/0', '--size', '100000', '--depth'], 'CAMERA_SIZE'],
  [['plumb-desk/0', '--look', '4'], 'INVALID_ARGUMENT'],
  [['plumb-desk/9'], 'TASK_UNKNOWN'],
  [['plumb-desk/0', '--states', 'none.npz'], 'STATES_MALFORMED'],
])('%j exits 2 with its code', async (args, code) => {
  const { status, text } = await plumb('render', ...args, '--out', join(folder, 'never'));
  expect(status).toBe(2);
  expect(text).toContain(code);
});

test.skipIf(process.platform !== 'linux')(
  'a folder that cannot be made is an error and no hang',
  async () => {
    const { status, text } = await plumb('render', 'plumb-desk/0', '--size', '8', '--out', '/proc/plumb/out');
    expect(status).toBe(2);
    expect(text).toContain('PICTURE_NOT_WRITTEN');
  },
);

test('a row that is not finite is an error of its file, not of an init file', async () => {
  const path = join(folder, 'nan.npz');
  const qpos: number[] = JSON.parse(await readFile(join(fixtures, 'desk_qpos.json'), 'utf8'));
  const data = Float64Array.of(...qpos.slice(1), Number.NaN);
  await writeFile(path, writeNpz(new Map([['qpos', { shape: [1, qpos.length], data }]])));
  const { status, text } = await plumb(
    'render',
    'plumb-desk/3',
    '--states',
    path,
    '--out',
    join(folder, 'nan'),
  );
  expect(status).toBe(2);
  expect(text).toContain('STATES_MALFORMED');
  expect(text).toContain('nan.npz');
  expect(text).not.toContain('init');
});

const shared = process.env.PLUMB_SHARED ?? fileURLToPath(new URL('../../../../../shared', import.meta.url));
const reference = join(shared, 'libero', 'reference');
const there = (await findAssets()).every(({ path }) => path !== undefined);
const tasks = there ? await readdir(reference).catch(() => []) : [];

test
  .skipIf(tasks.length === 0)
  .each([
    'libero_spatial/pick_up_the_black_bowl_between_the_plate_and_the_ramekin_and_place_it_on_the_plate',
    'libero_object/pick_up_the_alphabet_soup_and_place_it_in_the_basket',
    'libero_goal/turn_on_the_stove',
    'libero_10/KITCHEN_SCENE4_put_the_black_bowl_in_the_bottom_drawer_of_the_cabinet_and_close_it',
  ])('%s looks as MuJoCo 2.3.7 draws it (skipped without LIBERO and ../shared)', async (task) => {
  const out = join(folder, task.split('/')[0]!);
  const recorded = join(reference, task, 'camera');
  const args = ['--states', join(recorded, 'states.npz'), '--depth', '--segmentation', '--out', out];
  const { status, text } = await plumb('render', task, ...args);
  expect(status, text).toBe(0);
  for (const camera of ['agentview', 'robot0_eye_in_hand']) {
    const alike: [number, number][] = [];
    for (const row of [0, 3]) {
      const name = `${camera}_${row}.png`;
      const [ours, theirs] = [await picture(out, name), await picture(recorded, name)];
      alike.push([psnr(ours, theirs), ssim(ours, theirs)]);
    }
    expect(Math.min(...alike.map(([decibels]) => decibels)), camera).toBeGreaterThan(42);
    expect(Math.min(...alike.map(([, similarity]) => similarity)), camera).toBeGreaterThan(0.99);
    expect(
      alike.reduce((sum, [decibels]) => sum + decibels / 2, 0),
      camera,
    ).toBeGreaterThan(46);
    expect(
      alike.reduce((sum, [, similarity]) => sum + similarity / 2, 0),
      camera,
    ).toBeGreaterThan(0.996);
    for (const [file, tolerance, share] of [
      ['depth.npz', 0.001, 0.99],
      ['segmentation.npz', 0, 0.995],
    ] as const) {
      const name = `${camera}_3`;
      const ours = readNpz(await readFile(join(out, file)), file).get(name)!;
      const theirs = readNpz(await readFile(join(recorded, file)), file).get(name)!;
      expect(ours.shape).toEqual(theirs.shape);
      const near = ours.data.filter((value, i) => Math.abs(value - theirs.data[i]!) <= tolerance);
      expect(near.length / ours.data.length, `${camera} ${file}`).toBeGreaterThan(share);
    }
  }
});
