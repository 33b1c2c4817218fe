import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PlumbError } from '@plumb/core';
import { expect, onTestFinished, test } from 'vitest';
import type { FromWorker } from '../worker/messages.ts';
import type { EvalEvent } from './evaluation-options.ts';
import { workerLost } from './worker-errors.ts';
import { WorkerPool } from './worker-pool.ts';
import type { WorkerSeat } from './worker-seat.ts';

interface Outcome {
  readonly events: readonly EvalEvent[];
  /** What ended it, or how many workers were ready. */
  readonly end: unknown;
}

/**
 * A pool whose threads run this source; ends when `until` of them are ready, or none is left. The source knows how many
 * have `started`, whether it is the `first`, and where `givenUp` lies once the pool gave one up.
 */
async function start(source: string, count: number, until: number): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'plumb-worker-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'worker.mjs');
  writeFileSync(
    file,
    `import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
     import { parentPort } from 'node:worker_threads';
     const log = ${JSON.stringify(join(folder, 'log'))};
     appendFileSync(log, 'x');
     const started = readFileSync(log).length;
     const first = mkdirSync(${JSON.stringify(join(folder, 'first'))}, { recursive: true }) !== undefined;
     const givenUp = ${JSON.stringify(join(folder, 'given-up'))};
     ${source}`,
  );
  const events: EvalEvent[] = [];
  let pool: WorkerPool;
  const end = await new Promise((resolve) => {
    pool = new WorkerPool(count, {
      // nothing of it is asked for by these threads
      setup: {} as never,
      silence: 60_000,
      fail: resolve,
      file,
      events: {
        message(seat: WorkerSeat, message: FromWorker) {
          if (message.type === 'ready') seat.ready = true;
          if (pool.ready === until) resolve(until);
        },
        lost(seat, how) {
          try {
            const event = pool.replace(seat, seat.failed ?? workerLost(how));
            if (event) events.push(event);
            if (event?.type === 'worker-lost' && !event.again) writeFileSync(join(folder, 'given-up'), '');
          } catch (error) {
            resolve(error);
          }
        },
      },
    });
  });
  await pool!.close();
  expect(readFileSync(join(folder, 'log')).length).toBeLessThanOrEqual(3 * count);
  return { events, end };
}

const READY = `parentPort.postMessage({ type: 'ready' }); parentPort.on('message', () => {});`;
const DIES = `process.stderr.write('mount: no such device\\n', () => process.exit(7));`;

test('a worker that dies before it is ready is started again', async () => {
  const { events, end } = await start(`if (started <= 2) { ${DIES} } else { ${READY} }`, 1, 1);
  expect(end).toBe(1);
  expect(events).toMatchObject([
    { type: 'worker-lost', again: true, left: 0 },
    { type: 'worker-lost', again: true, left: 0 },
  ]);
});

test('where none comes up, the error has exit code, last lines and a remedy', async () => {
  const { events, end } = await start(DIES, 2, 2);
  expect(end).toMatchObject({
    code: 'WORKERS_NOT_READY',
    what: 'No worker came up in 3 attempts. A worker thread ended: exit code 7; stderr ends with: mount: no such device.',
    remedy: expect.stringContaining('--workers 1'),
  });
  expect(events.filter((event) => event.type === 'worker-lost' && !event.again).length).toBe(1);
});

test('one that never comes up is given up, and the other goes on', async () => {
  // the first thread is ready in the end, all others die
  const waits = `const waiting = setInterval(() => {
    if (!existsSync(givenUp)) return;
    clearInterval(waiting);
    ${READY}
  }, 20);`;
  const { events, end } = await start(`if (first) { ${waits} } else { ${DIES} }`, 2, 1);
  expect(end).toBe(1);
  expect(events.at(-1)).toMatchObject({ type: 'worker-lost', again: false, left: 1 });
});

test('memory that runs out is told by its name', async () => {
  const { end } = await start('const all = []; for (;;) all.push(new Array(1e5).fill({}));', 1, 1);
  expect(end).toMatchObject({
    what: expect.stringContaining('memory'),
    why: expect.stringContaining('heap'),
  });
  const none = new RangeError('WebAssembly.Memory(): could not allocate memory');
  const error = workerLost({ reason: undefined, error: none, exitCode: 1, lastWords: '' });
  expect(error).toMatchObject({ remedy: expect.stringContaining('fewer --workers') });
});

test('what nobody caught is in the error', async () => {
  const { end } = await start(`throw new Error('Cannot find module x')`, 1, 1);
  expect(end).toBeInstanceOf(PlumbError);
  expect(end).toMatchObject({ what: expect.stringContaining('exit code 1; Cannot find module x') });
});
