/** See README.md. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { how, measure } from './measure-process.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    python: { type: 'string', ...(process.env.PLUMB_PYTHON ? { default: process.env.PLUMB_PYTHON } : {}) },
    runs: { type: 'string', default: '9' },
    reader: { type: 'string', default: 'plumb' },
    module: { type: 'string', multiple: true, default: ['configs', 'configs.model_config'] },
  },
});
const [checkpoint] = positionals;
if (checkpoint === undefined)
  throw new Error('usage: node bench/inspect/run.mjs CHECKPOINT [--python PYTHON]');

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const commands = {
  plumb:
    values.reader === 'plumb'
      ? [here('../../node_modules/.bin/plumb'), 'inspect', checkpoint]
      : [process.execPath, here('./read-only.mjs'), checkpoint],
  ...(values.python
    ? { python: [values.python, here('./list-names.py'), checkpoint, ...values.module] }
    : {}),
};

const results = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
for (let run = -1; run < Number(values.runs); run++)
  for (const [name, command] of Object.entries(commands)) {
    const result = await measure(command);
    if (run >= 0) results[name].push(result);
  }

const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const medians = {};
for (const [name, rows] of Object.entries(results)) {
  medians[name] = Object.fromEntries(
    ['wall', 'cpu', 'megabytes'].map((field) => [field, median(rows.map((row) => row[field]))]),
  );
  const { wall, cpu, megabytes } = medians[name];
  console.log(`$ ${commands[name].join(' ')}`);
  console.log(`  wall ${wall.toFixed(3)} s, cpu ${cpu.toFixed(3)} s, peak ${megabytes.toFixed(0)} MB`);
}
if (medians.python)
  console.log(
    `Python / Plumb: ${(medians.python.wall / medians.plumb.wall).toFixed(1)} times the wall time, ` +
      `${(medians.python.megabytes / medians.plumb.megabytes).toFixed(1)} times the memory`,
  );
const versions = [`node ${process.version}`];
if (values.python) {
  const code = 'import sys, torch; print("python", sys.version.split()[0], "torch", torch.__version__)';
  versions.push(spawnSync(values.python, ['-c', code], { encoding: 'utf8' }).stdout.trim());
}
console.log(`${versions.join(', ')}; medians of ${values.runs} alternating runs; memory from ${how}`);
