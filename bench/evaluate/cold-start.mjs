// From nothing to a table: plumb eval expert --suite plumb-desk --episodes 20 (bar: 60 s on 2 cores), its first step
// (2 s), and plumb eval --help (0.2 s): node bench/evaluate/cold-start.mjs [--episodes 20] [--workers 2]
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { choosePolicy, Evaluation, makeRunSpec } from '@plumb/evaluate';
import { openRun, RunWriter, summariseRun } from '@plumb/run';

const { values } = parseArgs({
  options: { episodes: { type: 'string', default: '20' }, workers: { type: 'string', default: '2' } },
});
const plumb = fileURLToPath(new URL('../../packages/cli/bin/plumb.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'plumb-cold-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** Seconds. */
function time(args) {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [plumb, ...args], { stdio: 'ignore' });
    child.on('exit', (status) => {
      if (status !== 0) reject(new Error(`${args.join(' ')}: ${status}`));
      resolve((performance.now() - started) / 1000);
    });
  });
}

const helps = [];
for (let i = 0; i < 5; i++) helps.push(await time(['eval', '--help']));
console.log(`plumb eval --help: ${helps.sort((a, b) => a - b)[2].toFixed(2)} s (median of 5)`);

const out = join(folder, 'run');
const args = [
  'eval',
  'expert',
  '--suite',
  'plumb-desk',
  '--episodes',
  values.episodes,
  '--workers',
  values.workers,
];
const wall = await time([...args, '--out', out]);
const run = openRun(out);
run.close();
const { total } = summariseRun(run.episodes);
console.log(
  `plumb ${args.join(' ')}: ${wall.toFixed(1)} s, ${total.successes}/${total.episodes} successes, ${total.simulationMs.toFixed(1)} ms a step`,
);

const started = performance.now();
const chosen = await choosePolicy('expert', {});
const request = { suite: 'plumb-desk', tasks: [0], changes: { episodes: 1, horizon: 2 }, version: 'bench' };
const writer = RunWriter.create(join(folder, 'first'), makeRunSpec(request, chosen.spec), 1);
let first;
const onEvent = ({ type }) => {
  if (type === 'step') first ??= performance.now() - started;
};
await new Evaluation({ run: writer, policy: chosen.policy, workers: 1, onEvent }).run();
writer.close('finished');
console.log(
  `first step after ${(first / 1000).toFixed(2)} s (and the start of Node and of the command line)`,
);
