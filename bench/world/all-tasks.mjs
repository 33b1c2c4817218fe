// Builds, resets and steps all 130 tasks: node bench/world/all-tasks.mjs
import { TASK_NAMES, TaskOpener, tasksOf } from '@plumb/world';

const STEPS = 5;
const opener = await TaskOpener.create();
let [count, slowest] = [0, 0];
for (const suite of Object.keys(TASK_NAMES)) {
  for (const task of tasksOf(suite)) {
    const states = await opener.initStates(task);
    const started = performance.now();
    const world = await opener.open(`${suite}/${task.index}`, 0);
    world.reset();
    slowest = Math.max(slowest, performance.now() - started);
    let result = world.setInitState(states[0]);
    for (let step = 0; step < STEPS; step++) result = world.step([0, 0, 0, 0, 0, 0, -1]);
    if (result.success) console.log(`${suite}/${task.name}: solved from the start`);
    world.delete();
    count++;
  }
}
console.log(`${count} tasks built, reset and stepped; slowest to open and reset ${slowest.toFixed(0)} ms`);
