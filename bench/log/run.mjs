// How long plumb diagnose takes on one huge log, and how much memory (bar: 20 s, constant memory). Linux only:
//   node bench/log/run.mjs [--gigabytes 2] [--folder DIR] [--keep]
// The log is like one of a long training and evaluation: progress bars redrawn with carriage returns, metrics, repeated
// warnings, caught tracebacks, and in the middle the one load that fails. It is removed afterwards.
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measure } from './measure.mjs';
import { makeBlock, ROOT_CAUSE } from './write-log.mjs';

const BAR = { seconds: 20, megabytes: 400 };
const { values } = parseArgs({
  options: {
    gigabytes: { type: 'string', default: '2' },
    folder: { type: 'string', default: tmpdir() },
    keep: { type: 'boolean', default: false },
  },
});

const folder = mkdtempSync(join(values.folder, 'plumb-log-'));
try {
  const bytes = Number(values.gigabytes) * 1e9;
  const short = await diagnose('short.log', bytes / 100);
  const long = await diagnose('train.log', bytes);
  const verdict = (met) => (met ? 'met' : 'MISSED');
  const inTime = long.wall <= BAR.seconds;
  // reading in pieces costs the same for any length; keeping the log would cost its size
  const constant = long.megabytes <= BAR.megabytes;
  console.log(
    `$ node_modules/.bin/plumb diagnose train.log    (${values.gigabytes} GB, ${long.lines} lines)`,
  );
  console.log(
    `  ${long.wall.toFixed(1)} s wall, ${long.user.toFixed(1)} s user, ${long.system.toFixed(1)} s system; bar ${BAR.seconds} s: ${verdict(inTime)}`,
  );
  console.log(
    `  ${long.megabytes.toFixed(0)} MB resident at most, ${short.megabytes.toFixed(0)} MB for a hundredth of the log; bar ${BAR.megabytes} MB: ${verdict(constant)}`,
  );
  console.log(`  the cause in the middle: ${long.found ? `line ${long.causeAt}, found` : 'NOT FOUND'}`);
  if (!inTime || !constant || !long.found || !short.found) process.exitCode = 1;
} finally {
  if (!values.keep) rmSync(folder, { recursive: true, force: true });
}

async function diagnose(name, bytes) {
  const path = join(folder, name);
  const { lines, causeAt } = writeLog(path, bytes);
  const run = await measure(['diagnose', path, '--json']);
  const places = JSON.stringify(JSON.parse(run.stdout).findings);
  return { ...run, lines, causeAt, found: places.includes(`:${causeAt}"`) };
}

/** Returns the lines written, and on which the last line of the failing load stands. */
function writeLog(path, bytes) {
  const file = openSync(path, 'w');
  let [written, lines, causeAt] = [0, 0, 0];
  const write = (text) => {
    written += writeSync(file, text);
    lines += text.split('\n').length - 1;
  };
  for (let block = 0; written < bytes; block++) {
    write(makeBlock(block));
    if (causeAt > 0 || written < bytes / 2) continue;
    write(ROOT_CAUSE);
    causeAt = lines;
  }
  closeSync(file);
  return { lines, causeAt };
}
