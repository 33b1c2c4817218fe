// How long plumb diagnose takes on the incident, whole process, median of five:
//   node bench/diagnose/run.mjs                    the incident as it lies in ../shared (bar: 5 s)
//   node bench/diagnose/run.mjs --unpacked DIR     and its two checkpoints, unpacked into DIR where absent (bar: 8 s)
import { spawnSync } from 'node:child_process';
import { join, relative } from 'node:path';
import { root } from '../../scripts/setup.mjs';
import { folderArgument, incident, median, unpackIncident } from '../unpack-incident.mjs';

const RUNS = 5;
const folder = folderArgument();
const cases = [{ paths: [incident], bar: 5 }];
if (folder) cases.push({ paths: [incident, ...(await unpackIncident(folder))], bar: 8 });

// alternating, so that a busy moment of the machine does not fall on one case only
const times = cases.map(() => []);
for (let i = 0; i < RUNS; i++) for (const [c, { paths }] of cases.entries()) times[c].push(time(paths));

for (const [c, { paths, bar }] of cases.entries()) {
  const seconds = median(times[c]);
  if (seconds > bar) process.exitCode = 1;
  const all = times[c].map((each) => each.toFixed(2)).join(', ');
  console.log(`$ node_modules/.bin/plumb diagnose ${paths.map((path) => relative(root, path)).join(' ')}`);
  console.log(
    `  median ${seconds.toFixed(2)} s of ${all}; bar ${bar} s: ${seconds <= bar ? 'met' : 'MISSED'}`,
  );
}

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
