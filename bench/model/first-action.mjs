// From the command to the first action, everything included: Node's start, reading, checking, language, one step. Phase by
// phase, wall and CPU time; what no phase has is Node's own, imports and small things.
//
//     node bench/model/first-action.mjs CHECKPOINT LANGUAGE_MODEL [runs] [dist of another build, asked in turn]
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { median } from './shared.mjs';

const [checkpoint, languageModel, runs = '3', other] = process.argv.slice(2);
const shared = new URL('./shared.mjs', import.meta.url).href;
const builds = { here: new URL('../../packages/model/dist/index.js', import.meta.url).href };
if (other) builds[other] = pathToFileURL(resolve(other, 'index.js')).href;

const program = (model) => `
  import { subscribe } from 'node:diagnostics_channel';
  import { benchRequest, memory } from '${shared}';
  const phases = [];
  subscribe('plumb:model:phase', (phase) => phases.push(phase));
  const spent = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  };
  const started = { ms: performance.now(), cpuMs: spent() };
  phases.push({ name: 'start of Node', ...started });
  const { openAtlasPolicy } = await import('${model}');
  phases.push({ name: 'imports', ms: performance.now() - started.ms, cpuMs: spent() - started.cpuMs });
  const policy = await openAtlasPolicy(${JSON.stringify(checkpoint)}, { languageModel: ${JSON.stringify(languageModel)} });
  const [{ actions }] = await policy.act([benchRequest(policy)]);
  console.log(JSON.stringify({ phases, cpuMs: spent(), memory: memory(), action: [...actions[0]] }));
  process.exit(0);
`;

const taken = Object.fromEntries(Object.keys(builds).map((name) => [name, []]));
for (let run = 0; run < Number(runs); run++)
  for (const [name, model] of Object.entries(builds)) {
    const started = performance.now();
    const child = spawnSync(process.execPath, ['--input-type=module', '-e', program(model)], {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      encoding: 'utf8',
    });
    if (child.status !== 0) throw new Error(child.stderr);
    const answer = JSON.parse(child.stdout);
    taken[name].push({ ...answer, ms: performance.now() - started });
  }
for (const [name, answers] of Object.entries(taken)) {
  console.log(`\n${name}: first action [${answers[0].action.map((value) => value.toFixed(7)).join(', ')}]`);
  const row = (label, times) => {
    const seconds = (key) => (median(times.map((time) => time[key])) / 1000).toFixed(2).padStart(6);
    console.log(`  ${label.padEnd(28)} ${seconds('ms')} s  CPU ${seconds('cpuMs')} s`);
  };
  const names = new Set(answers.flatMap(({ phases }) => phases.map((phase) => phase.name)));
  for (const phase of names)
    row(
      phase,
      answers.map(({ phases }) => sum(phases.filter((one) => one.name === phase))),
    );
  row(
    'the rest',
    answers.map(({ phases, ms, cpuMs }) => ({ ms: ms - sum(phases).ms, cpuMs: cpuMs - sum(phases).cpuMs })),
  );
  row('to the first action', answers);
  console.log(`  memory, MB: ${JSON.stringify(answers.at(-1).memory)}`);
}

function sum(phases) {
  const total = (key) => phases.reduce((all, phase) => all + phase[key], 0);
  return { ms: total('ms'), cpuMs: total('cpuMs') };
}
