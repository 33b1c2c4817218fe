// Physics and both cameras at 256 x 256 on the recorded actions, against LIBERO in Python with OSMesa, runs alternating:
// PLUMB_PYTHON="…/python" node bench/camera/steps.mjs [steps] [rounds]
// Needs Python with hf-libero 0.1.4, robosuite 1.4.0, mujoco 2.3.7 and Debian's libosmesa6. Medians over the rounds; the
// renderer starts anew with each round, so building its caches is part of the time.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Renderer } from '@plumb/camera';
import { posesOf, TaskOpener } from '@plumb/world';
import { arrays, judge, mean, POLICY_CAMERAS, reference, row, TASKS } from './shared.mjs';

const [steps = 60, rounds = 3] = process.argv.slice(2).map(Number);
const script = fileURLToPath(new URL('../../oracle/camera/steps.py', import.meta.url));
const python = process.env.PLUMB_PYTHON ?? 'python';
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const opener = await TaskOpener.create();
const ratios = { every: [], eighth: [], processor: [] };
console.log(`node ${process.version}, ${steps} steps, ${rounds} rounds`);
for (const task of TASKS) {
  const recorded = arrays(task, 'rollout.npz');
  const world = await opener.open(task, 0);
  world.resetTo(0, 1);
  const { packed } = await Renderer.create(await opener.cameraScene(task));
  const theirs = await startPython(task);
  const times = { every: [], eighth: [], python: [], processor: [], pythonProcessor: [] };
  for (let round = 0; round < rounds; round++) {
    const every = await play(world, packed, recorded, 1);
    times.every.push(every.wall);
    times.processor.push(every.processor);
    const answer = await theirs.play();
    times.python.push(answer.wall);
    times.pythonProcessor.push(answer.processor);
    times.eighth.push((await play(world, packed, recorded, 8)).wall);
  }
  theirs.end();
  world.delete();
  const rate = (name) => steps / median(times[name]);
  ratios.every.push(rate('every') / rate('python'));
  ratios.eighth.push(rate('eighth') / rate('python'));
  ratios.processor.push(rate('processor') / rate('pythonProcessor'));
  console.log(
    `${task.split('/')[0]}: Python ${rate('python').toFixed(1)} steps/s (MuJoCo ${theirs.about.mujoco}, LP_NUM_THREADS ${theirs.about.threads}), ` +
      `every step ${rate('every').toFixed(1)} (${ratios.every.at(-1).toFixed(1)} times), every 8 ${rate('eighth').toFixed(1)} ` +
      `(${ratios.eighth.at(-1).toFixed(1)} times); of processor time ${ratios.processor.at(-1).toFixed(1)} times`,
  );
}
judge('both cameras on every step, mean ratio', mean(ratios.every), 5);
judge('both cameras every 8 steps, mean ratio', mean(ratios.eighth), 12);
console.log(`medians: ${median(ratios.every).toFixed(1)} and ${median(ratios.eighth).toFixed(1)}`);

async function play(world, packed, recorded, every) {
  world.resetTo(0, 1);
  world.setInitState(row(recorded.get('all_init_states'), 0));
  const renderer = await Renderer.attach(packed);
  const [started, before] = [performance.now(), process.cpuUsage()];
  for (let step = 0; step < steps; step++) {
    const { observed } = world.step(row(recorded.get('actions'), step));
    if (step % every !== 0) continue;
    const poses = posesOf(observed);
    for (const camera of POLICY_CAMERAS) renderer.draw({ camera, width: 256, height: 256, poses });
  }
  const { user, system } = process.cpuUsage(before);
  return { wall: (performance.now() - started) / 1000, processor: (user + system) / 1e6 };
}

async function startPython(task) {
  const [command, ...args] = python.split(' ');
  const env = { ...process.env, MUJOCO_GL: 'osmesa' };
  const child = spawn(command, [...args, script, reference, task, String(steps)], {
    env,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  // robosuite and LIBERO print lines of their own
  const next = async () => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error(`${python} ended: run oracle/camera/steps.py by itself to see why`);
      if (value.startsWith('{')) return JSON.parse(value);
    }
  };
  const about = await next();
  return {
    about,
    play: () => {
      child.stdin.write('\n');
      return next();
    },
    end: () => child.stdin.end(),
  };
}
