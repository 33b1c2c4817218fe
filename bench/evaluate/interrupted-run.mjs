// One sitting of a run, started and disturbed by interruptions.mjs: node interrupted-run.mjs POLICY RUN [resume]
// On SIGUSR2 one of its workers dies.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { choosePolicy, Evaluation, makeRunSpec } from '@plumb/evaluate';
import { RunWriter } from '@plumb/run';

const [policy, folder] = process.argv.slice(2);
const WORKERS = 2;
const chosen = await choosePolicy(policy, {});
const VERSION = 'bench';
const request = {
  suite: 'plumb-desk',
  tasks: [0, 3],
  changes: { episodes: 4, horizon: 20 },
  version: VERSION,
};
const run = existsSync(join(folder, 'run.db'))
  ? RunWriter.resume(folder, WORKERS, VERSION)
  : RunWriter.create(folder, makeRunSpec(request, chosen.spec), WORKERS);
const evaluation = new Evaluation({ run, policy: chosen.policy, workers: WORKERS });
let turn = 0;
process.on('SIGUSR2', () => void evaluation.killWorker(turn++ % WORKERS));
const { end, error } = await evaluation.run();
run.close(end, error?.what);
await chosen.close();
if (end !== 'finished') {
  console.error(error ?? end);
  process.exitCode = 1;
}
