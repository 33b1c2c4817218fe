// From the command to the first action, everything included: Node's start, reading, checking, language, one step.
//
//     node bench/model/first-action.mjs CHECKPOINT LANGUAGE_MODEL [runs]
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const [checkpoint, languageModel, runs = '3'] = process.argv.slice(2);
const model = new URL('../../packages/model/dist/index.js', import.meta.url).href;
const shared = new URL('./shared.mjs', import.meta.url).href;
const program = `
  import { openAtlasPolicy } from '${model}';
  import { benchRequest, memory } from '${shared}';
  const policy = await openAtlasPolicy(${JSON.stringify(checkpoint)}, { languageModel: ${JSON.stringify(languageModel)} });
  await policy.act([benchRequest(policy)]);
  console.log(JSON.stringify(memory()));
  process.exit(0);
`;
for (let run = 0; run < Number(runs); run++) {
  const started = performance.now();
  const child = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    encoding: 'utf8',
  });
  if (child.status !== 0) throw new Error(child.stderr);
  console.log(
    `${((performance.now() - started) / 1000).toFixed(2)} s to the first action; ${child.stdout.trim()}`,
  );
}
