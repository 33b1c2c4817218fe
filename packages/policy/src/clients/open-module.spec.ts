import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openPolicy } from '../open/open-policy.ts';
import type { Policy } from '../policy.ts';
import { ask } from '../testing/ask.ts';

const folder = mkdtempSync(join(tmpdir(), 'plumb-module-'));
afterAll(() => rmSync(folder, { recursive: true }));
let count = 0;

function write(text: string): string {
  const file = join(folder, `policy-${count++}.mjs`);
  writeFileSync(file, text);
  return file;
}

test('a module is a policy with its own conventions, which the user may still change', async () => {
  const file = write(`export default {
    family: 'openvla-oft', manifest: ['replan=4', 'antipodes=shortest'], description: { checkpoint: 'v3' },
    predict: ({ images, state }, { step }) => Array.from({ length: 8 }, () =>
      Float32Array.of(Object.keys(images).length, state.length, images.agentview.width, step, 0, 0, 1)),
  }`);
  const policy = await openPolicy(file, { manifest: ['replan=2'] });
  expect(policy.manifest).toMatchObject({
    name: 'openvla-oft',
    replan: 2,
    antipodes: 'shortest',
    gripper: 'rlds',
  });
  expect(policy.overrides).toEqual({ replan: 2 });
  expect(policy.description).toEqual({ protocol: 'module', checkpoint: 'v3' });
  const answer = await ask(policy);
  expect(answer).toMatchObject({ actions: { length: 8 }, inferMs: expect.any(Number) });
  expect('actions' in answer && [...answer.actions[0]!]).toEqual([2, 8, 224, 0, 0, 0, 1]);
});

test('it is told where episodes begin and end, and closed', async () => {
  const file = write(`const seen = [];
  export default {
    manifest: ['cameras='],
    predict: () => { const n = seen.length; return [n, 0, 0, 0, 0, 0, 0]; },
    startEpisode: (episode, instruction) => { seen.push(episode, instruction); },
    endEpisode: async (episode, success) => { seen.push(success); },
    close: () => { globalThis.closedModule = seen; },
  }`);
  const policy = await openPolicy(file);
  await policy.startEpisode!('e1', 'do it');
  const answer = await ask(policy);
  expect('actions' in answer && answer.actions[0]![0]).toBe(2);
  await policy.endEpisode!('e1', true);
  await policy.close();
  expect((globalThis as { closedModule?: unknown }).closedModule).toEqual(['e1', 'do it', true]);
});

test.each([
  ['throw new TypeError("no weights")', 'POLICY_MODULE_FAILED', 'no weights'],
  ['return [1, 2]', 'ACTION_SIZE', '[2]'],
  ['return "left"', 'POLICY_ANSWER_MALFORMED', 'a string'],
  ['return undefined', 'POLICY_ANSWER_MALFORMED', 'missing'],
  ['return [0, 0, 0, 0, 0, 0, NaN]', 'ACTION_NOT_FINITE', 'dimension 6'],
  ['throw undefined', 'POLICY_MODULE_FAILED', 'undefined'],
])('predict that does "%s" is an error of its question', async (body, code, text) => {
  const policy: Policy = await openPolicy(write(`export default { predict() { ${body} } }`));
  expect(await ask(policy)).toMatchObject({ code, what: expect.stringContaining(text) });
});

test.each([
  ['export const predict = () => [];', 'no function "predict"'],
  ['export default { predict: 3 }', 'no function "predict"'],
  ['export default { family: "gpt", predict() {} }', 'none of plain'],
  // vitest loads modules in its own way: the words are its own
  ['export default {', 'JS syntax'],
  ['import "./not-there.mjs"; export default {}', 'not-there'],
])('"%s" is no policy', async (text, why) => {
  await expect(openPolicy(write(text))).rejects.toMatchObject({
    code: 'POLICY_MODULE',
    what: expect.stringContaining(why),
  });
});

test('a bad item in the module itself is an error, too', async () => {
  await expect(
    openPolicy(write('export default { manifest: ["replan=0"], predict() {} }')),
  ).rejects.toMatchObject({
    code: 'MANIFEST_ITEM',
  });
});

test('what any function of it throws is told as the module’s', async () => {
  const fails = (name: string) => `${name}() { throw new TypeError('no ${name}'); }`;
  const functions = ['startEpisode', 'endEpisode', 'close'];
  const file = write(
    `export default { predict: () => [0, 0, 0, 0, 0, 0, 0], ${functions.map(fails).join(', ')} }`,
  );
  const policy = await openPolicy(file);
  const calls = [
    () => policy.startEpisode!('a', 'push'),
    () => policy.endEpisode!('a', true),
    () => policy.close(),
  ];
  for (const [i, call] of calls.entries())
    await expect(call()).rejects.toMatchObject({
      code: 'POLICY_MODULE_FAILED',
      what: `${functions[i]} of ${file} threw: no ${functions[i]}`,
    });
});
