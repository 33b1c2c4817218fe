// Makes the example from nothing: node scripts/make-example.mjs (after npm run build). Same bytes every time.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeCheckpoint } from './make-example/make-checkpoint.mjs';
import { makeResults } from './make-example/make-results.mjs';
import { writeFailingLog, writeLoadedLog } from './make-example/write-logs.mjs';
import { root } from './setup.mjs';

const folder = join(root, 'examples/atlas-incident');
const write = (name, content) => {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), content);
  console.log(`${name}: ${Buffer.byteLength(content)} bytes`);
};
const lineOf = (file, start) => {
  const lines = readFileSync(join(folder, 'source', file), 'utf8').split('\n');
  const at = lines.findIndex((line) => line.trim().startsWith(start));
  if (at < 0) throw new Error(`${file} has no line that starts with "${start}"`);
  return { line: at + 1, text: lines[at].trim() };
};

write('checkpoint.pt', makeCheckpoint());
write('results/libero_spatial.json', `${JSON.stringify(makeResults(), null, 2)}\n`);

// what PyTorch says is Plumb's prediction; oracle/example/load_example.py holds it against the real one
const check = spawnSync(
  process.execPath,
  [
    'packages/cli/bin/plumb.js',
    'check',
    'checkpoint.pt',
    '--env',
    'pip-freeze.txt',
    '--source',
    'source',
    '--raw',
  ].map((word, i) => (i === 0 ? join(root, word) : word)),
  { cwd: folder, encoding: 'utf8' },
);
if (check.status !== 1) throw new Error(`plumb check ended with ${check.status}: ${check.stderr}`);
write('evaluate.log', writeFailingLog(check.stdout.trimEnd(), lineOf));
write('evaluate-upgraded.log', writeLoadedLog());
