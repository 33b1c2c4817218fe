// A frame of a moving robot, against MuJoCo 2.3.7 with OSMesa at the same states, frame by frame in turn:
// PLUMB_PYTHON=… PLUMB_MUJOCO_ASSETS=… node bench/camera/frames.mjs [frames] [size]
// PLUMB_PYTHON has mujoco 2.3.7 (and Debian has libosmesa6); PLUMB_MUJOCO_ASSETS holds LIBERO's assets as `libero` and
// robosuite 1.4.0's as `robosuite`. Ours runs in one thread; the caches are built in the frames that are counted.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Renderer } from '@plumb/camera';
import { posesOf, TaskOpener } from '@plumb/world';
import { arrays, judge, mean, POLICY_CAMERAS, reference, row, TASKS } from './shared.mjs';

const [frames = 60, size = 256] = process.argv.slice(2).map(Number);
const script = fileURLToPath(new URL('../../oracle/camera/frames.py', import.meta.url));
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const SUBSTEPS = 25;
/** OSMesa compiles its shaders in its first frames. */
const WARM = 3;

const opener = await TaskOpener.create();
const ratios = { clock: [], middle: [], processor: [] };
for (const [i, task] of TASKS.entries()) {
  const world = await opener.open(task, 0);
  world.resetTo(0, 1);
  const states = arrays(task, 'rollout.npz').get('sub_qpos');
  const { packed } = await Renderer.create(await opener.cameraScene(task));
  const rival = await startRival(task);
  if (i === 0)
    console.log(
      `${process.argv.join(' ')}\nnode ${process.version}, ${JSON.stringify(rival.about)}, ${size} x ${size}`,
    );
  for (const camera of POLICY_CAMERAS) {
    for (let n = 0; n < WARM; n++) await rival.draw(camera, n);
    const renderer = await Renderer.attach(packed);
    const ours = { clock: [], processor: [] };
    const theirs = { clock: [], processor: [] };
    for (let n = 0; n < frames; n++) {
      const [clock, processor] = await rival.draw(camera, n);
      theirs.clock.push(clock);
      theirs.processor.push(processor);
      const poses = posesOf(world.poseAt(row(states, n * SUBSTEPS)));
      const [started, before] = [performance.now(), process.cpuUsage()];
      renderer.draw({ camera, width: size, height: size, poses });
      const used = process.cpuUsage(before);
      ours.clock.push(performance.now() - started);
      ours.processor.push((used.user + used.system) / 1e3);
    }
    ratios.clock.push(mean(theirs.clock) / mean(ours.clock));
    ratios.middle.push(median(theirs.clock) / median(ours.clock));
    ratios.processor.push(mean(theirs.processor) / mean(ours.processor));
    const figures = (all) => `median ${median(all.clock).toFixed(1)} mean ${mean(all.clock).toFixed(1)} ms`;
    console.log(
      `${task.split('/')[0]} ${camera}: OSMesa ${figures(theirs)}, ours ${figures(ours)}: ${ratios.middle.at(-1).toFixed(1)} ` +
        `times by medians, ${ratios.clock.at(-1).toFixed(1)} by means, ${ratios.processor.at(-1).toFixed(1)} of processor time`,
    );
  }
  rival.end();
  world.delete();
}
judge('mean of the eight ratios of medians', mean(ratios.middle), size > 128 ? 8 : 10, 1);
judge('lowest of the eight', Math.min(...ratios.middle), 4, 1);
console.log(
  `mean of the ratios of means ${mean(ratios.clock).toFixed(1)}, of processor time ${mean(ratios.processor).toFixed(1)}`,
);

async function startRival(task) {
  const child = spawn(
    process.env.PLUMB_PYTHON ?? 'python',
    [script, join(reference, task), process.env.PLUMB_MUJOCO_ASSETS ?? 'assets'],
    {
      env: { ...process.env, MUJOCO_GL: 'osmesa', PYOPENGL_PLATFORM: 'osmesa' },
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error('the rival ended; see above');
    return JSON.parse(value);
  };
  return {
    about: await next(),
    draw: (camera, n) => {
      child.stdin.write(`${camera} ${size} ${n}\n`);
      return next();
    },
    end: () => child.stdin.end(),
  };
}
