// Interrupts runs at random moments and resumes them until they are finished: kill -9 of the main process, kill -9 of the
// policy server (started again), death of a worker thread. Every episode must equal the undisturbed run's:
// node bench/evaluate/interruptions.mjs [--count 200] [--seed 1]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { seededRandom } from '@plumb/core';
import { openRun } from '@plumb/run';

const { values } = parseArgs({
  options: { count: { type: 'string', default: '200' }, seed: { type: 'string', default: '1' } },
});
const PORT = 18_000 + (process.pid % 10_000);
/** Interruptions of one run; the next begins anew. */
const MOST = 10;
const plumb = fileURLToPath(new URL('../../packages/cli/bin/plumb.js', import.meta.url));
const sitting = fileURLToPath(new URL('interrupted-run.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'plumb-interruptions-'));
const random = seededRandom(Number(values.seed));

// its actions hang on state and pictures: equal episodes need equal worlds and equal pixels
writeFileSync(
  join(folder, 'policy.mjs'),
  `export default {
  family: 'openpi',
  predict({ state, images }) {
    const pixels = Object.values(images).map(({ data }) => data.reduce((sum, value, i) => (sum * 31 + value + i) % 9973, 7));
    const wave = (shift) => Array.from({ length: 7 }, (_, i) => Math.sin(1e4 * state[i] + pixels[i % pixels.length] + shift));
    return [0, 1, 2, 3, 4].map(wave);
  },
};
`,
);

let server;
async function startServer() {
  server = spawn(process.execPath, [plumb, 'serve', './policy.mjs', '--port', String(PORT)], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: server.stdout });
  await once(lines, 'line');
}

const sit = (run) =>
  spawn(process.execPath, [sitting, `openpi://127.0.0.1:${PORT}`, run], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });

process.on('exit', () => {
  server?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(2));

function episodesOf(path) {
  const run = openRun(path);
  run.close();
  return JSON.stringify(
    run.episodes.map(({ timing: _, attempts: __, firstError: ___, ...record }) => record),
    null,
    1,
  );
}

async function finish(child) {
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const [status, signal] = await once(child, 'exit');
  return { status, signal, said };
}

await startServer();
const started = performance.now();
const first = await finish(sit(join(folder, 'undisturbed')));
if (first.status !== 0) throw new Error(first.said);
const duration = performance.now() - started;
const wanted = episodesOf(join(folder, 'undisturbed'));
console.log(`undisturbed: ${JSON.parse(wanted).length} episodes in ${(duration / 1000).toFixed(1)} s`);

const counts = { main: 0, server: 0, worker: 0 };
const total = () => counts.main + counts.server + counts.worker;
let runs = 0;
for (; total() < Number(values.count); runs++) {
  const path = join(folder, `run-${runs}`);
  for (let interruption = 0; interruption < MOST; interruption++) {
    const child = sit(path);
    const exited = finish(child);
    const ended = await Promise.race([exited, sleep(random() * duration)]);
    if (ended !== undefined) break;
    const kind = ['main', 'server', 'worker'][Math.floor(random() * 3)];
    counts[kind]++;
    if (kind === 'main') child.kill('SIGKILL');
    if (kind === 'worker') child.kill('SIGUSR2');
    if (kind === 'server') {
      server.kill('SIGKILL');
      await sleep(random() * 1000);
      await startServer();
    }
    const { status, said } = await Promise.race([exited, sleep(kind === 'main' ? 60_000 : 0, {})]);
    if (status === 1) throw new Error(said);
    // a worker or server is lost while the main process goes on: let it be interrupted again
    if (kind !== 'main') {
      await sleep(random() * duration * 0.3);
      child.kill('SIGKILL');
      await exited;
      counts.main++;
    }
  }
  const { status, said } = await finish(sit(path));
  if (status !== 0) throw new Error(`run ${runs} did not finish: ${said}`);
  const got = episodesOf(path);
  if (got !== wanted) {
    writeFileSync('interruptions-wanted.json', wanted);
    writeFileSync('interruptions-got.json', got);
    throw new Error(`run ${runs} differs: see interruptions-{wanted,got}.json`);
  }
  rmSync(path, { recursive: true });
  console.log(`${total()} interruptions, ${runs + 1} runs, all equal (${JSON.stringify(counts)})`);
}
