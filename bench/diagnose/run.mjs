// How long plumb diagnose takes on the incident, whole process, median of five:
//   node bench/diagnose/run.mjs                    the incident as it lies in ../shared (bar: 5 s)
//   node bench/diagnose/run.mjs --unpacked DIR     and its two checkpoints, unpacked into DIR where absent (bar: 8 s)
import { spawnSync } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync, mkdirSync, renameSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { root } from '../../scripts/setup.mjs';

const RUNS = 5;
const incident = join(resolve(root, process.env.PLUMB_SHARED ?? '../shared'), 'incident');
if (!existsSync(incident)) {
  console.error(`${incident} is not there. Set PLUMB_SHARED to the folder that holds incident/.`);
  process.exit(2);
}

const flag = process.argv.indexOf('--unpacked');
const unpacked = flag > 0 ? await unpack(resolve(process.argv[flag + 1] ?? '.')) : [];
const cases = [{ paths: [incident], bar: 5 }];
if (unpacked.length > 0) cases.push({ paths: [incident, ...unpacked], bar: 8 });

// alternating, so that a busy moment of the machine does not fall on one case only
const times = cases.map(() => []);
for (let i = 0; i < RUNS; i++) for (const [c, { paths }] of cases.entries()) times[c].push(time(paths));

let failed = false;
for (const [c, { paths, bar }] of cases.entries()) {
  const sorted = times[c].toSorted((a, b) => a - b);
  const median = sorted[Math.floor(RUNS / 2)];
  failed ||= median > bar;
  console.log(`$ node_modules/.bin/plumb diagnose ${paths.map((path) => relative(root, path)).join(' ')}`);
  console.log(
    `  median ${median.toFixed(2)} s of ${RUNS} (${sorted.map((s) => s.toFixed(2)).join(', ')}), bar ${bar} s: ${median <= bar ? 'met' : 'MISSED'}`,
  );
}
process.exitCode = failed ? 1 : 0;

function time(paths) {
  const started = performance.now();
  const { status, stderr } = spawnSync(join(root, 'node_modules/.bin/plumb'), ['diagnose', ...paths], {
    cwd: root,
    encoding: 'utf8',
  });
  // 1: something was found, as it must be
  if (status !== 1) throw new Error(`exit status ${status}: ${stderr}`);
  return (performance.now() - started) / 1000;
}

async function unpack(folder) {
  const targets = [];
  for (const name of ['checkpoint.pt', 'simple/checkpoint.pt']) {
    const target = join(folder, name);
    targets.push(target);
    if (existsSync(target)) continue;
    console.error(`unpacking ${name}.br …`);
    mkdirSync(resolve(target, '..'), { recursive: true });
    await pipeline(
      createReadStream(join(incident, `${name}.br`)),
      createBrotliDecompress(),
      createWriteStream(`${target}.part`),
    );
    renameSync(`${target}.part`, target);
  }
  return targets;
}
