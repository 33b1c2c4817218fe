import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readNpz } from '../npz/read-npz.ts';
import { writeNpz } from '../npz/write-npz.ts';
import { liberoHere, referenceHere } from '../testing/libero-here.ts';
import { openWorld } from '../testing/open-world.ts';
import { largestDifference, readRecording, row } from '../testing/recorded-task.ts';
import { playActions, type Recording } from './play-actions.ts';
import { readActions } from './read-actions.ts';
import { writeRecording } from './write-recording.ts';

const assets = await liberoHere();
const reference = referenceHere();
const TASK = 'libero_object/pick_up_the_alphabet_soup_and_place_it_in_the_basket';
const STEPS = 20;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumb-rollout-'));
});
afterAll(() => rm(folder, { recursive: true }));

test.skipIf(!assets || !reference)(
  'a played episode is laid out as the recorded one and holds the same (skipped without LIBERO and ../shared)',
  async () => {
    const recorded = readRecording(reference!, TASK);
    const world = await openWorld(assets!, TASK, 0);
    world.reset();
    world.setInitState(row(recorded.get('all_init_states')!, 0));
    const actions = Array.from({ length: STEPS }, (_, i) => row(recorded.get('actions')!, i));
    const path = join(folder, 'episode.npz');
    expect(await writeRecording(playActions(world, actions), path)).toEqual([
      path,
      join(folder, 'episode.json'),
    ]);
    world.delete();
    const written = readNpz(await readFile(path), path);
    for (const name of [
      'qpos',
      'qvel',
      'ctrl',
      'eef_pos',
      'eef_quat',
      'gripper_qpos',
      'end_eef_pos',
      'end_obj_pos',
      'end_obj_quat',
      'success',
    ]) {
      const wanted = recorded.get(name)!;
      const own = written.get(name)!;
      expect([name, own.shape]).toEqual([name, [STEPS, ...wanted.shape.slice(1)]]);
      // velocities and controls of 3.3.8 and 2.3.7 differ more than poses
      const bound = name === 'qvel' || name === 'ctrl' ? 0.05 : 1e-4;
      expect([name, largestDifference(own.data, wanted.data.subarray(0, own.data.length)) < bound]).toEqual([
        name,
        true,
      ]);
    }
    const meta = JSON.parse(await readFile(join(reference!, TASK, 'meta.json'), 'utf8'));
    const notes = JSON.parse(await readFile(join(folder, 'episode.json'), 'utf8'));
    expect([notes.objects, notes.fixtures]).toEqual([meta.objects, meta.fixtures]);
    expect(notes.fixture_pos.length).toBe(meta.fixtures.length);
  },
);

test('a recording as JSON nests its rows', async () => {
  const recording: Recording = {
    steps: 2,
    physics: '3.3.8',
    objects: ['a'],
    fixtures: [],
    fixturePositions: [],
    fixtureQuaternions: [],
    success: [false, true],
    arrays: new Map([['end_obj_pos', { rowShape: [1, 3], data: Float64Array.of(1, 2, 3, 4, 5, 6) }]]),
  };
  const path = join(folder, 'e.json');
  await writeRecording(recording, path);
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({
    end_obj_pos: [[[1, 2, 3]], [[4, 5, 6]]],
    success: [false, true],
    objects: ['a'],
    physics: '3.3.8',
  });
  await expect(writeRecording(recording, join(folder, 'e.csv'))).rejects.toMatchObject({
    code: 'RECORD_FORMAT_UNKNOWN',
  });
  await writeFile(join(folder, 'file'), '');
  await expect(writeRecording(recording, join(folder, 'file', 'e.npz'))).rejects.toMatchObject({
    code: 'RECORD_NOT_WRITTEN',
  });
  await expect(writeRecording(recording, join(folder, 'new', 'e.json'))).resolves.toHaveLength(1);
});

test('actions from .npz and from both kinds of JSON are the same', async () => {
  const rows = [
    [1, 2, 3, 4, 5, 6, 7],
    [0, 0, 0, 0, 0, 0, -1],
  ];
  const npz = writeNpz(new Map([['actions', { shape: [2, 7], data: Float64Array.from(rows.flat()) }]]));
  const files = { 'a.npz': npz, 'a.json': JSON.stringify(rows), 'b.json': JSON.stringify({ actions: rows }) };
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(folder, name), content);
    const actions = await readActions(join(folder, name));
    expect(actions.map((action) => [...action])).toEqual(rows);
  }
});

test.each([
  ['none.json', undefined, 'no such file'],
  ['text.json', 'hello', 'not valid JSON'],
  ['other.json', '{"plan": []}', 'no list of actions'],
  ['words.json', '[[1, "two"]]', 'action 0 (from 0) is not a list of numbers'],
  ['empty.npz', writeNpz(new Map()), 'no array "actions"'],
])('%s is an error that names it', async (name, content, problem) => {
  if (content !== undefined) await writeFile(join(folder, name), content);
  await expect(readActions(join(folder, name))).rejects.toMatchObject({
    code: 'ACTIONS_UNREADABLE',
    what: expect.stringContaining(problem),
  });
});

test.skipIf(!assets)(
  'bad actions and states are refused by name, and the world survives (skipped where LIBERO is not found)',
  async () => {
    const world = await openWorld(assets!, TASK, 0);
    world.reset();
    const before = world.simulation.views.qpos.slice();
    const bad = [
      [0, 0, 0],
      [0, 0, 0, 0, 0, 0, Number.NaN],
      [0, Number.POSITIVE_INFINITY, 0, 0, 0, 0, 0],
    ];
    for (const action of bad) {
      expect(() => world.step(action)).toThrow(expect.objectContaining({ code: 'ACTION_MALFORMED' }));
    }
    expect(world.simulation.views.qpos).toEqual(before);
    const { nq, nv } = world.simulation;
    expect(() => world.setInitState(new Float64Array(nq))).toThrow(
      expect.objectContaining({ code: 'INIT_STATE_UNFIT' }),
    );
    const broken = new Float64Array(1 + nq + nv).fill(Number.NaN);
    expect(() => world.setInitState(broken)).toThrow(expect.objectContaining({ code: 'INIT_STATE_UNFIT' }));
    world.simulation.views.qvel[20] = Number.NaN;
    expect(() => world.step([0, 0, 0, 0, 0, 0, -1])).toThrow(
      expect.objectContaining({ code: 'STATE_DIVERGED' }),
    );
    world.reset();
    expect(world.step([0, 0, 0, 0, 0, 0, -1]).observed.eefPosition.every(Number.isFinite)).toBe(true);
    world.delete();
  },
);
