// Memory over many short episodes in one process: node --expose-gc bench/world/memory.mjs [episodes]
import { TaskOpener, tasksOf } from '@plumb/world';

const episodes = Number(process.argv[2] ?? 1000);
const opener = await TaskOpener.create();
const tasks = ['libero_object', 'libero_goal'].flatMap((suite) => tasksOf(suite));
const states = await Promise.all(tasks.map((task) => opener.initStates(task)));
for (let episode = 0; episode < episodes; episode++) {
  const which = episode % tasks.length;
  const { suite, index } = tasks[which];
  const world = await opener.open(`${suite}/${index}`, 0);
  world.reset();
  world.setInitState(states[which][episode % 50]);
  for (let step = 0; step < 2; step++) world.step([0.2, 0, 0, 0, 0, 0, -1]);
  world.delete();
  if (episode % 100 === 49 || episode === episodes - 1) {
    globalThis.gc?.();
    const { rss, heapUsed } = process.memoryUsage();
    console.log(
      `${episode + 1} episodes: resident ${(rss / 1e6).toFixed(0)} MB, heap ${(heapUsed / 1e6).toFixed(1)} MB`,
    );
  }
}
