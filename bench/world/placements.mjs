// Placements against Python's, written by oracle/world/placements.py: node bench/world/placements.mjs FILE
import { readFileSync } from 'node:fs';
import { TaskOpener } from '@plumb/world';

const opener = await TaskOpener.create();
let worst = 0;
let tasks = 0;
for (const { task, seed, resets } of JSON.parse(readFileSync(process.argv[2], 'utf8'))) {
  const world = await opener.open(task, seed);
  for (const [r, wanted] of resets.entries()) {
    world.reset();
    const { qpos, modelBodyPosition, modelBodyQuaternion } = world.simulation.views;
    const fixtures = Object.entries(wanted.fixtures).map(([name, pose]) => {
      const body = world.simulation.id('body', `${name}_main`);
      const own = [
        ...modelBodyPosition.subarray(body * 3, body * 3 + 3),
        ...modelBodyQuaternion.subarray(body * 4, body * 4 + 4),
      ];
      return Math.max(...own.map((value, i) => Math.abs(value - pose[i])));
    });
    const joints = wanted.qpos.map((value, i) => Math.abs(value - qpos[i]));
    const error = Math.max(...joints, ...fixtures);
    if (error > 1e-12) console.log(`${task}, reset ${r + 1}: ${error}`);
    worst = Math.max(worst, error);
  }
  tasks++;
  world.delete();
}
console.log(`${tasks} tasks, largest difference ${worst}`);
