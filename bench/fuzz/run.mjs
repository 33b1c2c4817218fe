/** See README.md. The parent starts one process a format and watches it; `--worker` is that process. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { seededRandom } from '../../packages/core/dist/index.js';
import { loadCorpus } from './corpus.mjs';
import { FORMATS, makeCase, prepareFolder, runCase } from './run-case.mjs';

const SLOWEST_MS = 2000;
const LARGEST_MB = 512;
const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    format: { type: 'string' },
    only: { type: 'string' },
    worker: { type: 'boolean', default: false },
  },
});

/** The largest resident size so far, in MB; what `process` knows where there is no /proc. */
function peakMegabytes() {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) / 1024;
  } catch {
    return process.resourceUsage().maxRSS / 1024;
  }
}

async function work(format) {
  const room = await import('../../packages/checkpoint/dist/index.js');
  const folder = mkdtempSync(join(tmpdir(), 'plumb-fuzz-'));
  const canary = join(tmpdir(), `plumb-canary-${process.pid}`);
  const corpus = loadCorpus(canary);
  await prepareFolder(folder, corpus);
  const tally = { read: 0, refused: 0, slowest: 0, slowestCase: -1, failures: [] };
  const from = values.only === undefined ? 0 : Number(values.only);
  const to = values.only === undefined ? Number(values.count) : from + 1;
  for (let i = from; i < to; i++) {
    process.send?.(i);
    const input = makeCase(format, corpus, seededRandom(Number(values.seed) * 1_000_003 + i));
    const start = performance.now();
    try {
      tally[await runCase(format, input, folder, room)]++;
    } catch (error) {
      tally.failures.push({
        case: i,
        error: error?.stack?.split('\n').slice(0, 4).join(' | ') ?? String(error),
      });
    }
    const took = performance.now() - start;
    if (took > tally.slowest) Object.assign(tally, { slowest: took, slowestCase: i });
  }
  rmSync(folder, { recursive: true });
  process.send?.({ ...tally, peak: peakMegabytes(), executed: existsSync(canary) });
}

/** Runs one format in a process of its own; a case that hangs is killed and named. */
function watch(format) {
  return new Promise((resolve) => {
    const args = process.argv.slice(2).filter((arg) => arg !== '--worker');
    const child = spawn(
      process.execPath,
      [fileURLToPath(import.meta.url), ...args, '--worker', '--format', format],
      {
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      },
    );
    let last = -1;
    let result;
    let timer;
    const arm = () => {
      clearTimeout(timer);
      timer = setTimeout(() => child.kill('SIGKILL'), 10 * SLOWEST_MS);
    };
    arm();
    child.on('message', (message) => {
      if (typeof message === 'number') last = message;
      else result = message;
      arm();
    });
    child.on('exit', (code, signal) => {
      clearTimeout(timer);
      resolve(result ?? { died: `case ${last} ended the process (${signal ?? code})` });
    });
  });
}

if (values.worker) await work(values.format);
else {
  let failed = false;
  for (const format of values.format ? [values.format] : FORMATS) {
    const result = await watch(format);
    const bad =
      result.died ??
      (result.failures.length > 0
        ? `${result.failures.length} failures, first: ${JSON.stringify(result.failures[0])}`
        : result.executed
          ? 'THE CANARY WAS EXECUTED'
          : result.slowest > SLOWEST_MS
            ? `case ${result.slowestCase} took ${Math.round(result.slowest)} ms`
            : result.peak > LARGEST_MB
              ? `${Math.round(result.peak)} MB resident`
              : undefined);
    failed ||= bad !== undefined;
    if (result.died === undefined)
      console.log(
        `${format}: ${result.read} read, ${result.refused} refused; slowest ${result.slowest.toFixed(0)} ms (case ${result.slowestCase}), peak ${result.peak.toFixed(0)} MB`,
      );
    if (bad !== undefined) console.log(`${format}: FAILED: ${bad}`);
  }
  process.exitCode = failed ? 1 : 0;
}
