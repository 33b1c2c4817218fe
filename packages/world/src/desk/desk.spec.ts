import { expect, test } from 'vitest';
import { findTask, tasksOf } from '../task/find-task.ts';
import { TaskOpener } from '../world/open-task.ts';
import { DESK_INIT_STATES, DESK_SUITE } from './desk-tasks.ts';

// nothing is downloaded: an opener that finds no assets must do
const opener = await TaskOpener.create();

test('five tasks in their order', () => {
  expect(tasksOf(DESK_SUITE).map((task) => task.name)).toEqual([
    'pick_up_the_red_cube_and_place_it_in_the_tray',
    'open_the_drawer',
    'close_the_drawer',
    'turn_on_the_stove',
    'stack_the_green_cube_on_the_red_cube',
  ]);
  expect(findTask('plumb-desk/3').instruction).toBe('turn on the stove');
});

test.each(tasksOf(DESK_SUITE))('$name: 50 states that differ and stay at rest', async (task) => {
  const states = await opener.initStates(task);
  expect(new Set(states.map((state) => state.join())).size).toBe(DESK_INIT_STATES);
  expect(await opener.initStates(task)).toEqual(states);
  const world = await opener.open(`${DESK_SUITE}/${task.index}`, 0);
  world.reset();
  let result = world.setInitState(states[7]!);
  const before = result.observed;
  for (let step = 0; step < 20; step++) result = world.step([0, 0, 0, 0, 0, 0, -1]);
  expect(result.success).toBe(false);
  // the arm holds its pose against gravity, and nothing flies away
  const drift = result.observed.eefPosition.map((value, i) => value - before.eefPosition[i]!);
  expect(Math.hypot(...drift)).toBeLessThan(0.02);
  for (const object of world.scene.objects.values()) {
    const body = world.simulation.id('body', object.rootBody);
    const rest = result.observed.bodyPositions[body * 3 + 2]!;
    expect(rest).toBeGreaterThan(0.895);
    expect(rest).toBeLessThan(before.bodyPositions[body * 3 + 2]!);
  }
  world.delete();
});

test('the hand is where the published kinematics put it', async () => {
  const world = await opener.open(`${DESK_SUITE}/0`, 0);
  world.reset();
  const set = (values: number[]) =>
    values.forEach((value, i) => {
      world.simulation.views.qpos[world.simulation.qposAddress(`robot0_joint${i + 1}`)] = value;
    });
  set([0, 0, 0, 0, 0, 0, 0]);
  // stretched up: 0.333 + 0.316 + 0.384 - 0.107 (flange) - 0.1034 (fingers) over the base, 0.088 before it
  const [x, y, z] = world.endState().eefPosition;
  expect(x + 0.66).toBeCloseTo(0.088, 6);
  expect(y).toBeCloseTo(0, 6);
  expect(z - 0.9).toBeCloseTo(0.333 + 0.316 + 0.384 - 0.107 - 0.1034, 6);
  world.delete();
});
