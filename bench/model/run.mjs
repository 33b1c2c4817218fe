// Steps of an AtlasVLA beside the original in PyTorch, in turn, on the same checkpoint, picture and instruction:
//
//     node bench/model/run.mjs CHECKPOINT LANGUAGE_MODEL ATLASVLA_CHECKOUT PYTHON [rounds] [threads]
//
// PYTHON has torch 2.8, transformers 4.57.1, einops. The checkpoint: oracle/model/make_atlas.py. Absolute times say little on
// a busy machine; the ratios are what the bars are about.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { openAtlasPolicy } from '../../packages/model/dist/index.js';
import { readArrays } from '../../packages/model/dist/testing/read-arrays.js';
import { benchRequest, median, memory, timed } from './shared.mjs';

const [checkpoint, languageModel, source, python, rounds = '5', threads = '2'] = process.argv.slice(2);
const script = fileURLToPath(new URL('../../oracle/model/bench_torch.py', import.meta.url));
const torch = spawn(python, [script, source, languageModel, checkpoint, threads], {
  stdio: ['pipe', 'pipe', 'ignore'],
});
const lines = createInterface({ input: torch.stdout });
const answers = [];
const waiting = [];
lines.on('line', (line) => {
  if (!line.startsWith('{')) return;
  const answer = JSON.parse(line);
  const next = waiting.shift();
  if (next) next(answer);
  else answers.push(answer);
});
const ask = (command) => {
  torch.stdin.write(`${command}\n`);
  return new Promise((resolve) => {
    const ready = answers.shift();
    if (ready) resolve(ready);
    else waiting.push(resolve);
  });
};

const folder = mkdtempSync(join(tmpdir(), 'plumb-bench-'));
const file = join(folder, 'torch.npz');
await ask(`features ${file}`);
const policy = await openAtlasPolicy(checkpoint, { languageModel, threads: Number(threads) });
const request = benchRequest(policy);
const first = await policy.act([request]);
const features = await policy.model.features(request);
compare(first[0].actions, features, readArrays(file));
console.log(`memory after the first step: ${JSON.stringify(memory())}`);

const times = { 'torch step': [], 'torch, language cached': [], 'plumb, all features': [], 'plumb step': [] };
for (let round = 0; round < Number(rounds); round++) {
  times['torch step'].push(await ask('step'));
  times['plumb, all features'].push(await timed(() => policy.model.features(request)));
  times['torch, language cached'].push(await ask('cached'));
  times['plumb step'].push(await timed(() => policy.act([request])));
}
for (const [name, taken] of Object.entries(times)) {
  const wall = median(taken.map(({ s }) => s));
  const cpu = median(taken.map(({ cpu_s }) => cpu_s));
  const fastest = Math.min(...taken.map(({ s }) => s));
  console.log(
    `${name.padEnd(24)} median ${wall.toFixed(4)} s, fastest ${fastest.toFixed(4)} s, CPU ${cpu.toFixed(4)} s`,
  );
}
const ratio = (a, b, key) =>
  (median(times[a].map((t) => t[key])) / median(times[b].map((t) => t[key]))).toFixed(2);
for (const ours of ['plumb step', 'plumb, all features'])
  for (const theirs of ['torch step', 'torch, language cached'])
    console.log(
      `${theirs} / ${ours}: ${ratio(theirs, ours, 's')} of wall, ${ratio(theirs, ours, 'cpu_s')} of CPU`,
    );
await policy.close();
torch.stdin.end();
await once(torch, 'exit');
rmSync(folder, { recursive: true });

/** Against the bars: actions within 1e-4, features within 1e-3 + 1e-4 |x|. */
function compare(chunk, found, original) {
  const actions = chunk.flatMap((row) => [...row]);
  const worst = Math.max(...actions.map((value, i) => Math.abs(value - original.actions.data[i])));
  console.log(`actions: ${worst.toExponential(1)} from PyTorch's`);
  for (const [name, got] of Object.entries(found)) {
    const want = original[`${name}_features`].data;
    let most = 0;
    let outside = 0;
    for (const [i, value] of got.entries()) {
      const error = Math.abs(value - want[i]);
      most = Math.max(most, error);
      if (!(error <= 1e-3 + 1e-4 * Math.abs(want[i]))) outside++;
    }
    console.log(
      `${name} features: ${most.toExponential(1)} from PyTorch's, ${outside} of ${got.length} outside the bar`,
    );
  }
}
