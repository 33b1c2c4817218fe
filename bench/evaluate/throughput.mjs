// Steps and observations a second of the expert on libero_spatial, both cameras at 256x256, against Python LIBERO's
// OffScreenRenderEnv with OSMesa in as many processes, on the very same episodes, in turns:
// node bench/evaluate/throughput.mjs --python "python of an environment with LIBERO" [--workers 2] [--episodes 1] [--rounds 2]
// The environment's own variables (LIBERO_CONFIG_PATH, PYTHONPATH) are handed through; without --python only Plumb runs.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openRun } from '@plumb/run';

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
const plumb = fileURLToPath(new URL('../../packages/cli/bin/plumb.js', import.meta.url));
const script = fileURLToPath(new URL('../../oracle/evaluate/offscreen_steps.py', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'plumb-throughput-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const sum = (list) => list.reduce((total, value) => total + value, 0);

function evaluate(workers, replan) {
  const out = join(folder, `${workers}-${replan}-${Date.now()}`);
  const args = ['eval', 'expert', '--suite', 'libero_spatial', '--tasks', values.tasks, '--replan', replan];
  const cameras = 'cameras=agentview,robot0_eye_in_hand';
  const more = ['--episodes', values.episodes, '--workers', workers, '--manifest', cameras, '--videos', '0'];
  const { status, stderr } = spawnSync(process.execPath, [plumb, ...args, ...more, '--out', out], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  const run = openRun(out);
  const steps = sum(run.episodes.map((episode) => episode.steps));
  const seconds = sum(run.episodes.map((episode) => episode.timing.total)) / 1000;
  const episodes = run.episodes.map((record) => ({
    task: `${record.suite}/${record.taskName}`,
    init: record.initState,
    actions: run.steps(record).map((step) => [...step.executed]),
  }));
  run.close();
  // a worker's episodes follow each other: this is what all of them do at once
  return { rate: (steps / seconds) * Number(workers), episodes };
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
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const lines = [];
      for await (const line of createInterface({ input: child.stdout })) {
        if (line.startsWith('{"steps"')) lines.push(JSON.parse(line));
      }
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
  const every = evaluate(String(workers), '1');
  const eighth = evaluate(String(workers), '8');
  const single = evaluate('1', '1');
  console.log(
    `plumb, ${workers} workers: every step ${every.rate.toFixed(1)} obs/s (${(every.rate / workers).toFixed(1)} a worker), every 8 steps ${eighth.rate.toFixed(1)} steps/s, 1 worker ${single.rate.toFixed(1)}: scaling ${(every.rate / single.rate).toFixed(2)}`,
  );
  if (!values.python) continue;
  const rival = await python(workers, every.episodes);
  console.log(
    `python, ${workers} processes: ${rival.rate.toFixed(2)} obs/s, ${rival.processor.toFixed(0)} ms of processor a step, reset and settling ${rival.reset.toFixed(1)} s  ->  ${(every.rate / rival.rate).toFixed(1)} and ${(eighth.rate / rival.rate).toFixed(1)} times`,
  );
}
