// Asks the servers that serve_originals.py runs through Plumb's clients, and prints what came back:
//     node oracle/policy/ask-originals.mjs openpi://127.0.0.1:PORT …
import { openPolicy, prepareObservation } from '../../packages/policy/dist/index.js';

const picture = (k) => ({
  width: 256,
  height: 256,
  orientation: 'flipped-vertical',
  data: Uint8Array.from({ length: 256 * 256 * 3 }, (_, i) => (i * (k + 3)) % 251),
});
const observation = (instruction) => ({
  images: { agentview: picture(0), robot0_eye_in_hand: picture(1) },
  eefPosition: [0.1, 0.2, 0.3],
  eefRotation: { form: 'quaternion-xyzw', value: [1, 0, 0, 0] },
  gripperPositions: [0.04, -0.04],
  instruction,
});

for (const address of process.argv.slice(2)) {
  const policy = await openPolicy(address);
  console.log(address, JSON.stringify(policy.description));
  for (let step = 0; step < 6; step++) {
    const prepared = prepareObservation(observation('put the bowl on the plate'), policy.manifest);
    const first = Object.values(prepared.images)[0];
    const mean = first.data.reduce((sum, value) => sum + value, 0) / first.data.length / 255;
    const [answer] = await policy.act([{ episode: 'a', step, observation: prepared }]);
    if (answer instanceof Error) throw answer;
    const [x, corner, state, words, images] = answer.actions[0];
    const scale = Math.abs(x / mean - 0.5) < 0.1 ? 0.5 : 1;
    const expected = [mean, first.data[0] / 255, prepared.state.reduce((s, v) => s + v, 0) / 10, 0.25];
    const got = [x, corner, state, words].map((value) => value / scale);
    const off = Math.max(...got.map((value, i) => Math.abs(value - expected[i])));
    console.log(
      ` step ${step}: ${answer.actions.length} actions, ${Math.round((images / scale) * 10)} pictures, off by ${off.toExponential(1)}, ${answer.inferMs?.toFixed(2) ?? '-'} ms`,
    );
    if (off > 1e-6) process.exitCode = 1;
  }
  const failing = prepareObservation(observation('fail'), policy.manifest);
  const [failed] = await policy.act([{ episode: 'b', step: 0, observation: failing }]);
  console.log(
    `  ${failed.code ?? 'answered'}: ${String(failed.what ?? '').slice(0, 60)} … ${String(failed.what ?? '').slice(-60)}`,
  );
  await policy.close();
}
