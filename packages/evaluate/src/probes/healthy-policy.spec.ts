import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { openPolicy, type Policy, type PreparedObservation } from '@plumb/policy';
import type { ProbeOutcome } from '@plumb/run';
import { beforeAll, expect, test } from 'vitest';
import { makeRunSpec } from '../host/make-run-spec.ts';
import { collectMoments } from './collect-moments.ts';
import { makeContext, PROBES } from './debug-policy.ts';
import type { Moment } from './moment.ts';
import { HEALTHY } from './probe-context.ts';
import { Questioner } from './questioner.ts';

// a network that learnt from the expert's pictures (oracle/evaluate/train_healthy.py), and what is done to its twins

const NETWORK = fileURLToPath(new URL('../testing/healthy-policy.ts', import.meta.url));
const PATIENCE = 300_000;

const answers = new Map<string, Float64Array[]>();
let healthy: Policy;
let moments: Moment[];
beforeAll(async () => {
  // as vitest transforms it: Node itself would want JavaScript
  healthy = await openPolicy('zero', { manifest: [] });
  const { default: network } = await import(/* @vite-ignore */ NETWORK);
  const { manifest } = await openPolicy('zero', { manifest: ['family=plain', ...network.manifest] });
  healthy = {
    ...healthy,
    name: 'healthy',
    manifest,
    act: async (requests) => requests.map(({ observation }) => ({ actions: answer(observation) })),
  };
  /** Most of what its twins are asked it was asked before. */
  const answer = (observation: PreparedObservation): Float64Array[] => {
    const key = keyOf(observation);
    const known =
      answers.get(key) ?? network.predict(observation).map((row: number[]) => Float64Array.from(row));
    answers.set(key, known);
    return known;
  };
  const { name, overrides, description } = healthy;
  const policy = { name, manifest, overrides, description };
  const spec = makeRunSpec({ suite: 'plumb-desk', changes: {}, version: '0' }, policy);
  moments = await collectMoments(spec, manifest);
}, PATIENCE);

function keyOf({ images, state, instruction }: PreparedObservation): string {
  const digest = createHash('sha256').update(instruction).update(state);
  for (const { data } of Object.values(images)) digest.update(data);
  return digest.digest('hex');
}

/** Every probe's outcome. */
async function probe(policy: Policy): Promise<{ outcomes: Record<string, ProbeOutcome>; texts: string[] }> {
  const questioner = new Questioner(policy);
  const context = await makeContext(policy, questioner, moments);
  const results = [];
  for (const [, , ask] of PROBES) results.push(await ask(context));
  return {
    outcomes: Object.fromEntries(results.map(({ name, outcome }) => [name, outcome])),
    texts: results.map(({ text }) => text),
  };
}

const failed = (outcomes: Record<string, ProbeOutcome>) =>
  Object.keys(outcomes).filter((name) => outcomes[name] === 'fail');

/** The same network, shown something else. */
function shown(change: (observation: PreparedObservation) => Partial<PreparedObservation>): Policy {
  return {
    ...healthy,
    act: (requests) =>
      healthy.act(
        requests.map((request) => ({
          ...request,
          observation: { ...request.observation, ...change(request.observation) },
        })),
      ),
  };
}

/** The same network, and something done to what it answers. */
function answering(change: (action: Float64Array) => Float64Array): Policy {
  return {
    ...healthy,
    act: async (requests) =>
      (await healthy.act(requests)).map((answer) =>
        'actions' in answer ? { actions: answer.actions.map(change) } : answer,
      ),
  };
}

const onArm = (change: (value: number) => number) =>
  answering((action) => action.map((value, i) => (i < 6 ? change(value) : value)));

test('the moments have the gripper open and closed in both tasks', () => {
  const commands = moments.map(({ task, expert }) => `${task} ${expert![6]! > 0 ? 'closed' : 'open'}`);
  for (const task of ['plumb-desk/0', 'plumb-desk/1'])
    expect(commands.filter((command) => command.startsWith(task))).toEqual([
      ...new Array(3).fill(`${task} open`),
      `${task} closed`,
    ]);
});

test('a healthy policy passes every probe that can be asked of it', { timeout: PATIENCE }, async () => {
  const { outcomes, texts } = await probe(healthy);
  // these two look into the weights, which are not a checkpoint's here
  expect(outcomes).toEqual({
    ...Object.fromEntries(PROBES.map(([name]) => [name, 'pass'])),
    'random-twin': 'unknown',
    'hidden-features': 'unknown',
  });
  // what others are set beside
  const told = texts.join('\n');
  for (const [of, share] of Object.entries(HEALTHY)) {
    const percent = `${Math.round(100 * share)} %`;
    expect(told).toMatch(
      new RegExp(`depends on the ${of}: .* \\(${percent} of the 0.47 .*; a healthy policy's: ${percent}\\)`),
    );
  }
});

const black = (images: PreparedObservation['images'], cameras: readonly string[]) =>
  Object.fromEntries(
    Object.entries(images).map(([camera, image]) => [
      camera,
      cameras.includes(camera) ? { ...image, data: new Uint8Array(image.data.length) } : image,
    ]),
  );

/** About those of LIBERO's data sets. */
const MEANS = [0.15, 0.13, -0.15, 0, -0.01, -0.02];
const BOTH = ['agentview', 'robot0_eye_in_hand'];

test.each<[what: string, probes: string[], sabotage: () => Policy, says: RegExp]>([
  [
    'pictures turned upside down',
    ['picture-flips'],
    () => ({
      ...healthy,
      manifest: {
        ...healthy.manifest,
        cameras: healthy.manifest.cameras.map((camera) => ({ ...camera, orientation: 'turned-180' })),
      },
    }),
    /errs least against the expert when it is flipped-horizontal, and is shown it turned-180/,
  ],
  [
    "the hand's picture upside down",
    ['picture-flips'],
    () => ({
      ...healthy,
      manifest: {
        ...healthy.manifest,
        cameras: healthy.manifest.cameras.map((camera) =>
          camera.camera === BOTH[1] ? { ...camera, orientation: 'turned-180' } : camera,
        ),
      },
    }),
    /Of the pictures that of robot0_eye_in_hand is turned wrongly: .* when it is flipped-horizontal/,
  ],
  [
    'a gripper of the other sign',
    ['gripper'],
    () => answering((action) => action.map((value, i) => (i === 6 ? -value : value))),
    /gripper is the other way round: at all 8 moments/,
  ],
  [
    "RLDS's gripper",
    ['gripper'],
    () => answering((action) => action.map((value, i) => (i === 6 ? (1 - value) / 2 : value))),
    /RLDS's convention/,
  ],
  [
    'actions in metres',
    ['action-statistics'],
    () => onArm((value) => 0.05 * value),
    /its actions are the expert's times a scale and an offset of their own \(x × 0\.04\d/i,
  ],
  [
    'actions denormalised twice',
    ['action-statistics'],
    () => onArm((value) => 6 * value),
    /x × 5\.\d.*z × 4\.\d.*: denormalised never, twice, or with the statistics of another set/,
  ],
  [
    'actions that were never denormalised',
    ['action-statistics'],
    () => answering((action) => action.map((value, i) => (i < 6 ? (value - MEANS[i]!) / 0.3 : value))),
    /its actions are the expert's times a scale and an offset of their own \(x × 3\.\d - /i,
  ],
  [
    'a sideways axis of the other sign',
    ['action-statistics'],
    () => answering((action) => action.map((value, i) => (i === 1 ? -value : value))),
    /y of the other sign/,
  ],
  [
    'an instruction that never arrives',
    ['instruction-dependence'],
    () => shown(() => ({ instruction: 'pick up the red cube and place it in the tray' })),
    /does not depend on the instruction/,
  ],
  [
    'a state of zeros',
    ['state-dependence'],
    () => shown(({ state }) => ({ state: new Float64Array(state.length) })),
    /does not depend on the state/,
  ],
  [
    'no pictures',
    ['image-dependence', 'picture-flips'],
    () => shown(({ images }) => ({ images: black(images, BOTH) })),
    /does not depend on the image/,
  ],
  [
    'no picture of the hand',
    [],
    () => shown(({ images }) => ({ images: black(images, [BOTH[1]!]) })),
    /It does not depend on robot0_eye_in_hand/,
  ],
  [
    'one answer to everything',
    ['image-dependence', 'instruction-dependence', 'state-dependence', 'action-statistics', 'picture-flips'],
    () => answering(() => new Float64Array([0.2, 0.1, -0.1, 0, 0, 0, -1])),
    /every answer is the same action/i,
  ],
])('%s: caught by %j', { timeout: PATIENCE }, async (_, probes, sabotage, says) => {
  const { outcomes, texts } = await probe(sabotage());
  expect(failed(outcomes)).toEqual(probes);
  expect(texts.join('\n')).toMatch(says);
});
