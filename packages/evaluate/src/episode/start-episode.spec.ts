import { findTask, type LiberoWorld, TaskOpener } from '@plumb/world';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EpisodeJob, EpisodeRules } from './episode-job.ts';
import { startEpisode } from './start-episode.ts';

const TASK = 'plumb-desk/1';
let opener: TaskOpener;
let world: LiberoWorld;
let states: Float64Array[];
beforeAll(async () => {
  opener = await TaskOpener.create();
  states = await opener.initStates(findTask(TASK));
  world = await opener.open(TASK, 0);
});
afterAll(() => world.delete());

const job = (episode: number): EpisodeJob => ({
  suite: 'plumb-desk',
  task: 1,
  taskName: 'open_the_drawer',
  instruction: 'open the drawer',
  episode,
  initState: episode % 50,
  attempt: 1,
});
const rules = (changes: Partial<EpisodeRules> = {}): EpisodeRules => ({
  settleSteps: 2,
  settleAction: [0, 0, 0, 0, 0, 0, -1],
  horizon: 10,
  replan: 1,
  seed: 4,
  seeding: 'task',
  ...changes,
});

/** Where everything is, fixtures among it. */
function snapshot(here: LiberoWorld): number[] {
  const { qpos, modelBodyPosition } = here.simulation.views;
  return [...qpos, ...modelBodyPosition];
}

test('an episode starts as in a world that was seeded once and reset for each one before', async () => {
  const fresh = await opener.open(TASK, 4);
  for (let reset = 0; reset <= 3; reset++) fresh.reset();
  fresh.setInitState(states[3]!);
  for (let step = 0; step < 2; step++) fresh.step([0, 0, 0, 0, 0, 0, -1]);
  startEpisode(world, states, job(7), rules());
  startEpisode(world, states, job(3), rules());
  expect(snapshot(world)).toEqual(snapshot(fresh));
  fresh.delete();
});

test('seeded before every episode, as lerobot does: reset once, then seed + k and reset', async () => {
  const fresh = await opener.open(TASK, 0);
  fresh.reset();
  for (let episode = 0; episode <= 2; episode++) {
    fresh.seed(4 + episode);
    fresh.reset();
    fresh.setInitState(states[episode]!);
    for (let step = 0; step < 2; step++) fresh.step([0, 0, 0, 0, 0, 0, -1]);
  }
  startEpisode(world, states, job(2), rules({ seeding: 'episode' }));
  expect(snapshot(world)).toEqual(snapshot(fresh));
  startEpisode(world, states, job(2), rules());
  expect(snapshot(world)).not.toEqual(snapshot(fresh));
  fresh.delete();
});

test('an init state that the file does not hold is an error', () => {
  expect(() => startEpisode(world, states.slice(0, 2), job(3), rules())).toThrowError(
    expect.objectContaining({ code: 'INIT_STATE_UNKNOWN' }),
  );
});
