// Builds, resets and steps all tasks, twice: cold, and as a worker that has had them before. Wall time, and processor
// time beside it for a busy machine: node bench/world/all-tasks.mjs
import { DESK_SUITE, TASK_NAMES, TaskOpener, tasksOf } from '@plumb/world';

const STEPS = 5;
const opener = await TaskOpener.create();
const processorTime = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e3;
};
for (const round of ['cold', 'warm']) {
  const times = [];
  for (const suite of [DESK_SUITE, ...Object.keys(TASK_NAMES)]) {
    for (const task of tasksOf(suite)) {
      const states = await opener.initStates(task);
      const [started, worked] = [performance.now(), processorTime()];
      const world = await opener.open(`${suite}/${task.index}`, 0);
      world.resetTo(0, 1);
      times.push({ task, wall: performance.now() - started, work: processorTime() - worked });
      let result = world.setInitState(states[0]);
      for (let step = 0; step < STEPS; step++) result = world.step([0, 0, 0, 0, 0, 0, -1]);
      if (result.success && round === 'cold') console.log(`${suite}/${task.name}: solved from the start`);
      world.delete();
    }
  }
  times.sort((a, b) => b.wall - a.wall);
  const [slowest] = times;
  const median = times[times.length >> 1];
  const most = Math.max(...times.map(({ work }) => work));
  console.log(
    `${round}: ${times.length} tasks built, reset and stepped; to open and reset ${median.wall.toFixed(0)} ms in the middle, ${slowest.wall.toFixed(0)} at most (${slowest.task.suite}/${slowest.task.index}), ${most.toFixed(0)} ms of processor time at most`,
  );
}
