// Many steps of one policy: memory has to stay where it is, and equal questions have to get equal bits.
//
//     node bench/model/long-run.mjs CHECKPOINT LANGUAGE_MODEL [steps] [features]
import { openAtlasPolicy } from '../../packages/model/dist/index.js';
import { benchRequest, memory } from './shared.mjs';

const [checkpoint, languageModel, steps = '10000', features] = process.argv.slice(2);
const policy = await openAtlasPolicy(checkpoint, { languageModel, threads: 2 });
const requests = ['pick up the bowl', 'open the drawer'].map((text) => benchRequest(policy, text));
const bits = ([answer]) => JSON.stringify(answer.actions.map((row) => [...row]));
const expected = [];
for (const request of requests) expected.push(bits(await policy.act([request])));
let differing = 0;
for (let step = 0; step < Number(steps); step++) {
  const which = step % 2;
  if (bits(await policy.act([requests[which]])) !== expected[which]) differing++;
  if (features) await policy.model.features(requests[which]);
  if (step === 999 || step === Number(steps) - 1) {
    globalThis.gc?.();
    console.log(`step ${step + 1}: ${JSON.stringify(memory())}`);
  }
}
console.log(`${differing} of ${steps} answers differ from the first`);
await policy.close();
