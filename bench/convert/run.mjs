/** See README.md. */
import { spawnSync } from 'node:child_process';
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { how, measure } from '../inspect/measure-process.mjs';
import { fillRandom } from './fill-random.mjs';

const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '5' },
    to: { type: 'string', default: 'pt' },
    from: { type: 'string', default: 'safetensors' },
    gigabytes: { type: 'string', default: '2.6' },
    folder: { type: 'string', default: tmpdir() },
  },
});

const plumb = fileURLToPath(new URL('../../node_modules/.bin/plumb', import.meta.url));
const folder = mkdtempSync(join(values.folder, 'plumb-bench-'));
const clean = () => rmSync(folder, { recursive: true, force: true });
process.on('exit', clean);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(2));

const random = join(folder, 'random.safetensors');
writeRandom(random, Math.round(Number(values.gigabytes) * 1e9));
const input = values.from === 'safetensors' ? random : join(folder, `random.${values.from}`);
if (input !== random) {
  await measure([plumb, 'convert', random, input]);
  rmSync(random);
}
const copy = join(folder, 'copy');
const out = join(folder, `out.${values.to}`);
const commands = {
  cp: ['cp', '--reflink=never', input, copy],
  plumb: [plumb, 'convert', input, out],
};

const rows = [];
for (let pair = 0; pair < Number(values.pairs); pair++) {
  // whoever goes first is not always the same
  const order = pair % 2 === 0 ? ['cp', 'plumb'] : ['plumb', 'cp'];
  const row = {};
  for (const name of order) {
    spawnSync('sync');
    const start = performance.now();
    const { megabytes } = await measure(commands[name]);
    if (name === 'cp') for (const path of [copy, folder]) sync(path);
    row[name] = (performance.now() - start) / 1000;
    if (name === 'plumb') row.megabytes = megabytes;
    rmSync(name === 'cp' ? copy : out);
  }
  rows.push(row);
  console.log(
    `cp ${row.cp.toFixed(2)} s, convert ${row.plumb.toFixed(2)} s, peak ${row.megabytes.toFixed(0)} MB`,
  );
}

const median = (field) => rows.map((row) => row[field]).sort((a, b) => a - b)[Math.floor(rows.length / 2)];
for (const command of Object.values(commands)) console.log(`$ ${command.join(' ')}`);
console.log(
  `medians: cp ${median('cp').toFixed(2)} s, convert ${median('plumb').toFixed(2)} s: ` +
    `${(median('cp') / median('plumb')).toFixed(2)} of the speed of cp; peak ${Math.max(...rows.map((row) => row.megabytes)).toFixed(0)} MB (${how}); node ${process.version}`,
);

function sync(path) {
  const file = openSync(path, 'r');
  fsyncSync(file);
  closeSync(file);
}

/** 437 tensors of one size, as many as the incident's checkpoint has. */
function writeRandom(path, bytes) {
  const count = 437;
  const each = Math.floor(bytes / count / 4096) * 4096;
  const header = Object.fromEntries(
    Array.from({ length: count }, (_, i) => [
      `layers.${i}.weight`,
      { dtype: 'F32', shape: [each / 4096, 1024], data_offsets: [i * each, (i + 1) * each] },
    ]),
  );
  const text = JSON.stringify(header);
  const json = Buffer.from(text.padEnd(Math.ceil(text.length / 8) * 8));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  const file = openSync(path, 'w');
  writeSync(file, length);
  writeSync(file, json);
  const block = Buffer.alloc(each);
  for (let i = 0; i < count; i++) {
    fillRandom(block);
    writeSync(file, block);
  }
  closeSync(file);
}
