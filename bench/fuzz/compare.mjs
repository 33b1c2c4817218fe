/**
 * Asks the originals about mutated inputs: node bench/fuzz/compare.mjs --python PYTHON [--count 2000] [--seed 1]
 * What PyTorch's reader, CPython's unpickler or safetensors read, Plumb must read, and alike; and the other way round.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fromBytes, seededRandom } from '../../packages/core/dist/index.js';
import { loadCorpus } from './corpus.mjs';
import { makeCase } from './run-case.mjs';

const { values } = parseArgs({
  options: {
    python: { type: 'string', default: 'python3' },
    count: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
  },
});
const room = '../../packages/checkpoint/dist';
const { openTorchArchive } = await import(`${room}/open-torch-archive.js`);
const { readRecord } = await import(`${room}/read-zip-record.js`);
const { readSafetensors } = await import(`${room}/read-safetensors.js`);
const { unpickle } = await import(`${room}/unpickle.js`);
const { toPlain } = await import(`${room}/to-plain.js`);

const READERS = {
  'torch-zip': async (bytes) => {
    const archive = await openTorchArchive(fromBytes(bytes));
    return Buffer.from(await readRecord(archive.source, archive.find('data.pkl'))).toString('base64');
  },
  safetensors: async (bytes) =>
    (await readSafetensors(fromBytes(bytes))).tensors.map(({ name, dtype, shape }) => [name, dtype, shape]),
  pickle: async (bytes) => toPlain(unpickle(bytes, { place: 'case' }).value),
};

const folder = mkdtempSync(join(tmpdir(), 'plumb-compare-'));
const corpus = loadCorpus(join(folder, 'canary'));
const rows = [];
for (const [format, read] of Object.entries(READERS)) {
  for (let i = 0; i < Number(values.count); i++) {
    const { bytes } = makeCase(format, corpus, seededRandom(Number(values.seed) * 1_000_003 + i));
    const name = `${format}-${i}`;
    writeFileSync(join(folder, name), bytes);
    try {
      rows.push({ name, format, value: await read(bytes) });
    } catch (error) {
      rows.push({ name, format, error: error.what ?? String(error) });
    }
  }
}
writeFileSync(join(folder, 'rows.json'), JSON.stringify(rows));
const script = fileURLToPath(new URL('../../oracle/checkpoint/compare_reads.py', import.meta.url));
const { status } = spawnSync(values.python, [script, folder], { stdio: 'inherit' });
rmSync(folder, { recursive: true });
process.exitCode = status ?? 1;
