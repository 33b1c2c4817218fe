// Control steps per second of processor time without cameras, on the recorded actions; oracle/world/speed.py does the
// same in Python: node bench/world/speed.mjs [rounds]
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findTask, readNpz, TaskOpener } from '@plumb/world';
import { reference } from './shared.mjs';

const TASKS = [
  'libero_spatial/pick_up_the_black_bowl_between_the_plate_and_the_ramekin_and_place_it_on_the_plate',
  'libero_object/pick_up_the_alphabet_soup_and_place_it_in_the_basket',
  'libero_goal/turn_on_the_stove',
  'libero_10/KITCHEN_SCENE4_put_the_black_bowl_in_the_bottom_drawer_of_the_cabinet_and_close_it',
];
const rounds = Number(process.argv[2] ?? 2);
const opener = await TaskOpener.create();
for (const task of TASKS) {
  const path = join(reference, task, 'rollout.npz');
  const { data } = readNpz(readFileSync(path), path).get('actions');
  const actions = Array.from({ length: 200 }, (_, i) => data.subarray(i * 7, i * 7 + 7));
  const [state] = await opener.initStates(findTask(task));
  const rates = [];
  for (let round = 0; round < rounds; round++) {
    const started = performance.now();
    const world = await opener.open(task, 0);
    world.reset();
    const ready = performance.now();
    world.setInitState(state);
    const before = process.cpuUsage();
    for (const action of actions) world.step(action);
    const { user, system } = process.cpuUsage(before);
    world.delete();
    rates.push(
      `${(200e6 / (user + system)).toFixed(0)} steps/s (open and reset ${(ready - started).toFixed(0)} ms)`,
    );
  }
  console.log(`${task.split('/')[0]}: ${rates.join(', ')}`);
}
console.log(`resident ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`);
