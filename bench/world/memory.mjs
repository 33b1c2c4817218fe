// Memory of a worker over many short episodes, a new task each time: node bench/world/memory.mjs [episodes] [threads]
// [physics]. Resident memory is the whole process's: Node itself and its main thread, then all threads.
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { DESK_SUITE, TaskOpener, tasksOf, WORKER_LIMITS } from '@plumb/world';

const SUITES = [DESK_SUITE, 'libero_spatial', 'libero_object', 'libero_goal', 'libero_10'];
const STEPS = 5;
const mb = (bytes) => `${(bytes / 1e6).toFixed(0)} MB`;

async function playEpisodes({ episodes, physics }) {
  const opener = await TaskOpener.create(undefined, physics);
  const tasks = SUITES.flatMap((suite) => tasksOf(suite));
  for (let episode = 0; episode < episodes; episode++) {
    const task = tasks[episode % tasks.length];
    const world = await opener.open(`${task.suite}/${task.index}`, 0);
    const states = await opener.initStates(task);
    world.resetTo(0, 1 + (episode % 50));
    world.setInitState(states[episode % 50]);
    for (let step = 0; step < STEPS; step++) world.step([0.2, 0, 0, 0, 0, 0, -1]);
    const wasm = world.simulation.views.qpos.buffer.byteLength;
    world.delete();
    if (episode % 50 === 49 || episode === episodes - 1) {
      globalThis.gc?.();
      const { heapUsed, external } = process.memoryUsage();
      parentPort.postMessage({ episode: episode + 1, heapUsed, external, wasm });
    }
  }
}

if (isMainThread) {
  const [episodes = '1000', threads = '1', physics] = process.argv.slice(2);
  console.log(`before: ${mb(process.memoryUsage.rss())}`);
  for (let thread = 0; thread < Number(threads); thread++) {
    const worker = new Worker(new URL(import.meta.url), {
      workerData: { episodes: Number(episodes), physics },
      resourceLimits: WORKER_LIMITS,
    });
    worker.on('message', ({ episode, heapUsed, external, wasm }) => {
      const { rss } = process.memoryUsage();
      const { maxRSS } = process.resourceUsage();
      console.log(
        `thread ${thread}, ${episode} episodes: resident ${mb(rss)}, at most ${mb(maxRSS * 1024)}; heap ${mb(heapUsed)}, external ${mb(external)}, WASM memory ${mb(wasm)}`,
      );
    });
  }
} else {
  await playEpisodes(workerData);
}
