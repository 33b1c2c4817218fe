// How long plumb inspect takes and how much memory, whole process, median of nine alternating runs:
//   node bench/inspect/run.mjs --unpacked DIR [--python PYTHON]
// DIR gets the incident's two checkpoints where they are absent (10 GB). With a Python that has torch, the same question
// is put to torch.load(mmap=True). Bars: 2.6 GB in 0.15 s and 90 MB, ten times faster than Python; 7.5 GB in 0.25 s.
// The bars are for a machine on which `node -e 0` takes about 45 ms; that is measured and printed too.
import { spawnSync } from 'node:child_process';
import { join, relative } from 'node:path';
import { root } from '../../scripts/setup.mjs';
import { folderArgument, median, unpackIncident } from '../unpack-incident.mjs';

const RUNS = 9;
const folder = folderArgument();
if (!folder) {
  console.error('usage: node bench/inspect/run.mjs --unpacked DIR [--python PYTHON]');
  process.exit(2);
}
const [large, small] = await unpackIncident(folder);
const plumb = join(root, 'node_modules/.bin/plumb');
const TELL_MEMORY = 'process.on("exit",()=>process.stderr.write("maxrss "+process.resourceUsage().maxRSS))';
const PYTHON = `
import resource, sys, torch
saved = torch.load(sys.argv[1], mmap=True, weights_only=False)
print(*saved["model_state_dict"])
sys.stderr.write(f"maxrss {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}")`;
// the config's classes must exist for torch.load; any class will do
const STUB = `
import sys, types
module = types.ModuleType("configs.model_config")
for name in ("Model", "Vision", "Language", "VGGT", "ActionHead"):
    setattr(module, name + "Config", type(name + "Config", (), {}))
sys.modules["configs"] = types.ModuleType("configs")
sys.modules["configs.model_config"] = module`;

const memoryOptions = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(TELL_MEMORY)}` };
const cases = [
  { name: 'node -e 0', command: [process.execPath, '-e', '0'], environment: memoryOptions },
  { name: '2.6 GB', command: [plumb, 'inspect', small], environment: memoryOptions, seconds: 0.15, mb: 90 },
  { name: '7.5 GB', command: [plumb, 'inspect', large], environment: memoryOptions, seconds: 0.25 },
];
const flag = process.argv.indexOf('--python');
if (flag > 0)
  cases.push({
    name: '2.6 GB, Python',
    command: [process.argv[flag + 1], '-c', STUB + PYTHON, small],
    environment: {},
  });

const times = cases.map(() => []);
for (let i = 0; i < RUNS; i++)
  for (const [c, { command }] of cases.entries()) times[c].push(run(command).seconds);

for (const [c, { name, command, environment, seconds, mb }] of cases.entries()) {
  const memory = Number(/maxrss (\d+)/.exec(run(command, environment).stderr)?.[1] ?? Number.NaN) / 1000;
  const taken = median(times[c]);
  const shown = command.map((word) => (word.startsWith(root) ? relative(root, word) : word)).join(' ');
  console.log(
    `${name}: median ${taken.toFixed(3)} s (fastest ${Math.min(...times[c]).toFixed(3)}), ${memory.toFixed(0)} MB`,
  );
  console.log(`  $ ${shown.includes('\n') ? 'torch.load(mmap=True), names listed' : shown}`);
  if (seconds) console.log(`  bar ${seconds} s: ${taken <= seconds ? 'met' : 'MISSED'}`);
  if (mb) console.log(`  bar ${mb} MB: ${memory <= mb ? 'met' : 'MISSED'}`);
}
if (cases.length === 4)
  console.log(`Python takes ${(median(times[3]) / median(times[1])).toFixed(1)} times as long (bar: 10)`);

function run(command, environment = {}) {
  const started = performance.now();
  const { status, stderr } = spawnSync(command[0], command.slice(1), {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
    env: { ...process.env, ...environment },
  });
  const seconds = (performance.now() - started) / 1000;
  if (status !== 0) throw new Error(`${command[0]} ended with ${status}: ${stderr}`);
  return { seconds, stderr };
}
