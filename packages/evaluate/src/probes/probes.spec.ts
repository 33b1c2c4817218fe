import { type Image, type Observation, orientImage } from '@plumb/contract';
import { FAMILIES, type Policy, type PreparedObservation } from '@plumb/policy';
import { expect, test } from 'vitest';
import { probeStatistics } from './action-statistics.ts';
import { checkDeterminism, checkForward } from './basic-checks.ts';
import { probeSmoothness } from './chunk-smoothness.ts';
import { makeContext } from './debug-policy.ts';
import { probeGripper } from './gripper.ts';
import { probeImages } from './image-dependence.ts';
import { paraphrase, probeInstruction } from './instruction-dependence.ts';
import type { Moment } from './moment.ts';
import { probeFlips } from './picture-flips.ts';
import type { ProbeContext } from './probe-context.ts';
import { Questioner } from './questioner.ts';
import { probeState } from './state-dependence.ts';

const SIZE = 4;
const CAMERAS = ['agentview', 'robot0_eye_in_hand'].map((camera) => ({
  ...FAMILIES.plain.cameras[0]!,
  camera,
  renderWidth: SIZE,
  renderHeight: SIZE,
  width: SIZE,
  height: SIZE,
}));

type Act = (observation: PreparedObservation, question: number) => number[][];

/** A policy that is a function of what it is shown. */
function policyOf(act: Act): Policy {
  let questions = 0;
  return {
    name: 'test',
    manifest: { ...FAMILIES.plain, cameras: CAMERAS },
    overrides: {},
    description: {},
    maxBatch: 1,
    maxParallel: 1,
    act: async (requests) =>
      requests.map(({ observation }) => ({
        actions: act(observation, questions++).map((row) => Float64Array.from(row)),
      })),
    close: async () => {},
  };
}

/** Bright in its upper left corner only: every flip shows. `level` tells the moments apart. */
function picture(level: number): Image {
  const data = new Uint8Array(SIZE * SIZE * 3).fill(20);
  data.fill(level, 0, 3);
  return { width: SIZE, height: SIZE, data, orientation: 'upright' };
}

function momentOf(task: string, level: number, expert: number[]): Moment {
  const observation: Observation = {
    images: Object.fromEntries(CAMERAS.map(({ camera }) => [camera, picture(level)])),
    eefPosition: [level / 255, 0, 0],
    eefRotation: { form: 'quaternion-xyzw', value: [0, 0, 0, 1] },
    gripperPositions: [0.02, -0.02],
    instruction: `pick up the ${task}`,
  };
  return { task, step: 0, observation, drawing: 0, expert: Float64Array.from(expert) };
}

const MOMENTS = [
  momentOf('cube', 100, [0.2, 0, 0, 0, 0, 0, -1]),
  momentOf('cube', 180, [0.6, 0, 0, 0, 0, 0, 1]),
  momentOf('mug', 60, [0.1, 0, 0, 0, 0, 0, -1]),
  momentOf('mug', 250, [1, 0, 0, 0, 0, 0, 1]),
];

function contextOf(act: Act): Promise<ProbeContext> {
  const policy = policyOf(act);
  return makeContext(policy, new Questioner(policy), MOMENTS);
}

const still = [0.5, 0, 0, 0, 0, 0, 1];
/** The corner's brightness, where the policy's own orientation puts it. */
const corner = (image: Image) => orientImage(image, 'upright').data[0]! / 255;

test('a policy that heeds nothing is found out', async () => {
  const context = await contextOf(() => [still]);
  const image = await probeImages(context);
  expect(image).toMatchObject({ outcome: 'fail', numbers: { noise: 0, black: 0, 'other-scene': 0 } });
  expect(image.text).toContain('does not depend on the image');
  expect(await probeInstruction(context)).toMatchObject({ outcome: 'fail' });
  expect(await probeState(context)).toMatchObject({ outcome: 'fail' });
  expect(await probeFlips(context)).toMatchObject({ outcome: 'fail' });
  expect((await probeStatistics(context)).text).toContain('Every answer is the same action');
});

test('one that heeds one camera alone is told so', async () => {
  const context = await contextOf(({ images }) => [[2 * corner(images.agentview!), 0, 0, 0, 0, 0, 1]]);
  const result = await probeImages(context);
  expect(result.outcome).toBe('pass');
  expect(result.text).toContain('It does not depend on robot0_eye_in_hand');
  expect(result.numbers['noise:agentview']).toBeGreaterThan(0.01);
});

test('a trace of dependence is weak beside the expert', async () => {
  const context = await contextOf(({ images }) => [[corner(images.agentview!) / 100, 0, 0, 0, 0, 0, 1]]);
  expect(await probeImages(context)).toMatchObject({ outcome: 'weak' });
});

test('what samples its actions has its own noise taken for no dependence', async () => {
  const sample = (question: number) => 0.3 * Math.sin(1e4 * (question + 1));
  const blind = await contextOf((_observation, question) => [[sample(question), 0, 0, 0, 0, 0, 1]]);
  expect(blind.noise).toBeGreaterThan(0.02);
  const found = await probeImages(blind);
  expect(found).toMatchObject({ outcome: 'fail', numbers: { 'own-noise': blind.noise } });
  expect(found.text).toContain('Its own noise is 0.');
  const seeing = await contextOf(({ images }, question) => [
    [2 * corner(images.agentview!) + 0.1 * sample(question), 0, 0, 0, 0, 0, 1],
  ]);
  expect(await probeImages(seeing)).toMatchObject({ outcome: 'pass' });
});

test('instruction and state count where they change the action', async () => {
  const context = await contextOf(({ instruction, state }) => [
    [instruction.includes('mug') ? 1 : 0, state[0]!, 0, 0, 0, 0, 1],
  ]);
  expect(await probeInstruction(context)).toMatchObject({ outcome: 'pass' });
  expect(await probeState(context)).toMatchObject({ outcome: 'pass' });
});

test('the flip under which the policy errs least is named', async () => {
  // its pictures came turned by 180 degrees: the corner is bright below on the right
  const act: Act = ({ images }) => [[images.agentview!.data.at(-1)! / 250, 0, 0, 0, 0, 0, 1]];
  const result = await probeFlips(await contextOf(act));
  expect(result.outcome).toBe('fail');
  expect(result.text).toContain('errs least against the expert when it is turned-180');
});

test('a gripper in [0, 1], one the other way round, one that never moves', async () => {
  const level = ({ images }: PreparedObservation) => (corner(images.agentview!) > 0.5 ? 1 : 0);
  const grip = async (act: (observation: PreparedObservation) => number, times = 2) => {
    const context = await contextOf((observation) => [[0, 0, 0, 0, 0, 0, act(observation)]]);
    const again = <T>(list: readonly T[]) => Array.from({ length: times }, () => list).flat();
    return probeGripper({ ...context, moments: again(context.moments), answers: again(context.answers) });
  };
  expect((await grip(level)).text).toContain("RLDS's convention");
  expect((await grip((seen) => 1 - 2 * level(seen))).text).toContain('the other way round');
  // at four moments, chance would say the same too often
  expect(await grip((seen) => 1 - 2 * level(seen), 1)).toMatchObject({ outcome: 'weak' });
  expect((await grip(() => -1)).text).toContain('never moves');
  expect((await grip(() => 0)).text).toContain('never moves');
  expect(await grip((seen) => 2 * level(seen) - 1)).toMatchObject({ outcome: 'pass' });
});

test('actions of another scale, and chunks that jump', async () => {
  const metres = await contextOf(({ images }) => [[0.01 * corner(images.agentview!), 0.002, 0, 0, 0, 0, 1]]);
  expect((await probeStatistics(metres)).text).toContain('metres and radians');
  const nothing = await contextOf(() => [[0, 0, 0, 0, 0, 0, 0]]);
  expect((await probeStatistics(nothing)).text).toBe('Every answer is the same action.');
  const twice = await contextOf(({ images }) => [[3 + corner(images.agentview!), 2, -4, 3, 2, 2, 1]]);
  expect((await probeStatistics(twice)).text).toContain('denormalised twice');
  const jumping = await contextOf(() => [1, -1, 1, -1].map((sign) => [sign, -sign, sign, 0, 0, 0, 1]));
  expect(await probeSmoothness(jumping)).toMatchObject({ outcome: 'fail' });
  const smooth = await contextOf(() => [0.5, 0.52, 0.54].map((x) => [x, 0, 0, 0, 0, 0, 1]));
  expect(await probeSmoothness(smooth)).toMatchObject({ outcome: 'pass' });
});

test("the report's lines stand as they are, and what fails says why", async () => {
  const steady = await contextOf(() => [still]);
  expect((await checkForward(steady.questioner, MOMENTS[0]!)).result.text).toBe('Forward pass successful');
  expect((await checkDeterminism(steady.questioner, MOMENTS[0]!)).text).toBe('Actions are deterministic');
  const restless = await contextOf((_observation, question) => [[question / 10, 0, 0, 0, 0, 0, 1]]);
  const found = await checkDeterminism(restless.questioner, MOMENTS[0]!);
  expect(found).toMatchObject({ outcome: 'fail', numbers: { difference: expect.closeTo(0.1) } });
  const uneven = await contextOf((_observation, question) => (question % 2 === 0 ? [still, still] : [still]));
  expect(await checkDeterminism(uneven.questioner, MOMENTS[0]!)).toMatchObject({
    outcome: 'fail',
    text: expect.stringMatching(/have \d and \d actions/),
  });
  const broken = new Questioner(policyOf(() => [[Number.NaN, 0, 0, 0, 0, 0, 1]]));
  const { result, answer } = await checkForward(broken, MOMENTS[0]!);
  expect([result.outcome, answer]).toEqual(['fail', undefined]);
  expect(result.text).toContain('NaN');
});

test('other words for the same', () => {
  expect(paraphrase('pick up the red cube')).toBe('grab the red cube');
  expect(paraphrase('sit')).toBe('sit');
});
