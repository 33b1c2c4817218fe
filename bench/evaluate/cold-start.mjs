// From nothing to a table: plumb eval expert --suite plumb-desk --episodes 20 (bar: 60 s on 2 cores), its first step
// (2 s), and plumb eval --help (0.2 s): node bench/evaluate/cold-start.mjs [--episodes 20] [--workers 2]
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openRun, summariseRun } from '@plumb/run';

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

// an episode of one step: from the start of Node until the step is taken and committed
const firsts = [];
for (let i = 0; i < 5; i++) firsts.push(await firstStep(join(folder, `first-${i}`)));
console.log(`first step after ${firsts.sort((a, b) => a - b)[2].toFixed(2)} s (median of 5)`);

function firstStep(out) {
  const only = ['--tasks', '0', '--episodes', '1', '--horizon', '1', '--workers', '1', '--json'];
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [plumb, ...args.slice(0, 4), ...only, '--out', out], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let seconds;
    child.stdout.on('data', (text) => {
      if (/"event": ?"episode"/.test(text)) seconds ??= (performance.now() - started) / 1000;
    });
    child.on('exit', () => (seconds === undefined ? reject(new Error('no episode')) : resolve(seconds)));
  });
}
