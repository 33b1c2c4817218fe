// Steps and observations a second of the expert on libero_spatial, both cameras at 256x256, against Python LIBERO's
// OffScreenRenderEnv with OSMesa in as many processes, on the very same episodes, in turns:
// node bench/evaluate/throughput.mjs --python "python of an environment with LIBERO" [--workers 2] [--episodes 1] [--rounds 2]
// The environment's own variables (LIBERO_CONFIG_PATH, PYTHONPATH) are handed through; without --python only Plumb runs.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { choosePolicy, Evaluation, makeRunSpec } from '@plumb/evaluate';
import { openRun, RunWriter } from '@plumb/run';
import { findTask, TaskOpener } from '@plumb/world';

const { values } = parseArgs({
  options: {
    python: { type: 'string' },
    workers: { type: 'string', default: '2' },
    episodes: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '2' },
    tasks: { type: 'string', default: '0,2' },
    // Python needs seconds a step where a machine is busy
    steps: { type: 'string', default: '60' },
  },
});
const script = fileURLToPath(new URL('../../oracle/evaluate/offscreen_steps.py', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'plumb-throughput-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const sum = (list) => list.reduce((total, value) => total + value, 0);

async function evaluate(workers, replan) {
  const out = join(folder, `${workers}-${replan}-${Date.now()}`);
  const chosen = await choosePolicy('expert', { manifest: ['cameras=agentview,robot0_eye_in_hand'] });
  const request = {
    suite: 'libero_spatial',
    tasks: values.tasks.split(',').map(Number),
    changes: { episodes: Number(values.episodes), replan },
    version: 'bench',
  };
  const run = RunWriter.create(out, makeRunSpec(request, chosen.spec), workers);
  let began;
  const onEvent = ({ type }) => {
    // the scenes are open by then
    if (type === 'step') began ??= process.cpuUsage();
  };
  const { end } = await new Evaluation({ run, policy: chosen.policy, workers, onEvent }).run();
  const { user, system } = process.cpuUsage(began);
  run.close(end);
  const opener = await TaskOpener.create();
  const states = new Map();
  for (const task of request.tasks)
    states.set(task, await opener.initStates(findTask(`libero_spatial/${task}`)));
  const opened = openRun(out);
  const steps = sum(opened.episodes.map((episode) => episode.steps));
  const seconds = sum(opened.episodes.map((episode) => episode.timing.total)) / 1000;
  const episodes = opened.episodes.map((record) => ({
    task: `${record.suite}/${record.taskName}`,
    state: [...states.get(record.task)[record.initState]],
    actions: opened.steps(record).map((step) => [...step.executed]),
  }));
  opened.close();
  // a worker's episodes follow each other: this is what all of them do at once
  return { rate: (steps / seconds) * workers, processor: (user + system) / 1000 / steps, episodes };
}

/** Processes side by side; the first `--steps` actions of each episode. */
async function python(count, episodes) {
  const parts = Array.from({ length: count }, (_, part) => episodes.filter((_, i) => i % count === part));
  const results = await Promise.all(
    parts.map(async (part, i) => {
      const file = join(folder, `episodes-${i}.json`);
      const cut = part.map((episode) => ({
        ...episode,
        actions: episode.actions.slice(0, Number(values.steps)),
      }));
      writeFileSync(file, JSON.stringify(cut));
      const child = spawn(values.python, [script, file], {
        env: { ...process.env, MUJOCO_GL: 'osmesa', PYOPENGL_PLATFORM: 'osmesa' },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const lines = [];
      let said = '';
      child.stderr.on('data', (chunk) => {
        said += chunk;
      });
      for await (const line of createInterface({ input: child.stdout })) {
        if (line.startsWith('{"steps"')) lines.push(JSON.parse(line));
      }
      if (lines.length < part.length) throw new Error(said);
      return lines;
    }),
  );
  const all = results.flat();
  const steps = sum(all.map((line) => line.steps));
  return {
    rate: (steps / sum(all.map((line) => line.seconds))) * count,
    processor: (1000 * sum(all.map((line) => line.processor))) / steps,
    reset: sum(all.map((line) => line.reset)) / all.length,
  };
}

const workers = Number(values.workers);
for (let round = 0; round < Number(values.rounds); round++) {
  const every = await evaluate(workers, 1);
  const eighth = await evaluate(workers, 8);
  const single = await evaluate(1, 1);
  console.log(
    `plumb, ${workers} workers: every step ${every.rate.toFixed(1)} obs/s (${(every.rate / workers).toFixed(1)} a worker), ${every.processor.toFixed(1)} ms of processor a step; every 8 steps ${eighth.rate.toFixed(1)} steps/s, ${eighth.processor.toFixed(1)} ms; 1 worker ${single.rate.toFixed(1)}: scaling ${(every.rate / single.rate).toFixed(2)}`,
  );
  if (!values.python) continue;
  const rival = await python(workers, every.episodes);
  console.log(
    `python, ${workers} processes: ${rival.rate.toFixed(2)} obs/s, ${rival.processor.toFixed(0)} ms of processor a step, reset and settling ${rival.reset.toFixed(1)} s`,
  );
  console.log(
    `plumb : python in obs/s ${(every.rate / rival.rate).toFixed(1)} and ${(eighth.rate / rival.rate).toFixed(1)}, in processor time ${(rival.processor / every.processor).toFixed(1)} and ${(rival.processor / eighth.processor).toFixed(1)} times`,
  );
}
