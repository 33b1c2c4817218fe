import { FAMILIES, type Policy, type PolicyRequest } from '@plumb/policy';
import { expect, test } from 'vitest';
import { probeStatistics } from './action-statistics.ts';
import { probeFeatures } from './hidden-features.ts';
import type { Moment } from './moment.ts';
import type { ProbeContext } from './probe-context.ts';
import { Questioner } from './questioner.ts';
import { probeTwin } from './random-twin.ts';

const MANIFEST = { ...FAMILIES.plain, cameras: [], chunk: 1 };

/** The arm goes back and forth along x and y, at as many moments as are needed to see a scale. */
const MOMENTS: Moment[] = Array.from({ length: 8 }, (_, i) => ({
  task: 'desk',
  step: i,
  drawing: 0,
  observation: {
    images: {},
    eefPosition: [Math.sin(i), Math.cos(2 * i), 0],
    eefRotation: { form: 'quaternion-xyzw', value: [0, 0, 0, 1] },
    gripperPositions: [0.02, -0.02],
    instruction: i < 4 ? 'pick up the cube' : 'open the drawer',
  },
  expert: Float64Array.of(Math.sin(i), Math.cos(2 * i), 0, 0, 0, 0, -1),
}));

type Act = (state: Float64Array) => number[];
const asExpert: Act = ([x, y]) => [x!, y!, 0, 0, 0, 0, -1];

function policyOf(act: Act): Policy {
  return {
    ...{ name: 'test', manifest: MANIFEST, overrides: {}, description: {}, maxBatch: 1, maxParallel: 1 },
    act: async (requests) =>
      requests.map(({ observation }) => ({ actions: [Float64Array.from(act(observation.state))] })),
    close: async () => {},
  };
}

interface Insides {
  readonly act?: Act;
  readonly twin?: Act;
  /** Of each moment, in order. */
  readonly features?: (moment: number, instruction: string) => readonly number[];
  readonly deviation?: number;
}

async function contextOf({ act = asExpert, twin = () => [], features, deviation }: Insides) {
  let asked = 0;
  const policy = {
    ...policyOf(act),
    model: {
      device: 'cpu',
      statistics: deviation && {
        mean: new Float32Array(7),
        // a gripper is seldom in the middle
        deviation: Float32Array.from([...new Array(6).fill(deviation), 1]),
      },
      features: async ({ observation }: PolicyRequest) => ({
        global: Float32Array.from(features!(asked++, observation.instruction)),
      }),
      openTwin: async () => policyOf(twin),
    },
  };
  const questioner = new Questioner(policy);
  const answers = [];
  for (const { observation } of MOMENTS) answers.push((await questioner.ask(observation)).actions);
  const context: ProbeContext = { policy, questioner, moments: MOMENTS, answers, noise: 0 };
  return context;
}

test('features that vary are sound; NaN, exploded and equal ones are told, with numbers that a run can hold', async () => {
  const of = async (features: NonNullable<Insides['features']>) =>
    probeFeatures(await contextOf({ features }));
  expect(await of((moment) => [moment, 1, -2])).toMatchObject({
    outcome: 'pass',
    numbers: { 'global-largest': 3, 'global-not-finite': 0 },
  });
  const broken = await of((moment) => [moment, Number.NaN, Number.POSITIVE_INFINITY]);
  expect(broken).toMatchObject({ outcome: 'fail', numbers: { 'global-not-finite': 8 } });
  expect(broken.text).toContain('8 numbers of the global features are NaN or infinite');
  expect(Object.values(broken.numbers).every(Number.isFinite)).toBe(true);
  expect((await of((moment) => [moment, 3e7])).text).toContain('The global features reach 3.0e+7');
  expect((await of(() => [0.5, 0.25])).text).toContain(
    'the same whatever is seen, and they are all that the action is made from',
  );
});

test('features that vary with the task alone are not the same whatever is seen', async () => {
  const context = await contextOf({ features: (_, instruction) => [instruction.length, 1] });
  expect(await probeFeatures(context)).toMatchObject({ outcome: 'pass' });
});

test('a policy is set beside random twins and an arm that stands still', async () => {
  const still: Act = () => [0, 0, 0, 0, 0, 0, 1];
  const away: Act = ([x, y]) => [-x!, -y!, 0, 0, 0, 0, 1];
  expect(await probeTwin(await contextOf({ twin: still }))).toMatchObject({ outcome: 'pass' });
  const lost = await probeTwin(await contextOf({ act: away, twin: still }));
  expect(lost).toMatchObject({ outcome: 'fail', text: expect.stringContaining('Further from the expert') });
  const like: Act = ([x, y]) => [0.5 * x!, 0.5 * y!, 0, 0, 0, 0, 1];
  const untrained = await probeTwin(await contextOf({ act: like, twin: like }));
  expect(untrained.text).toContain('Not clearly nearer to the expert than random twins of it');
  // its twins err more, and still it does next to nothing
  const timid: Act = ([x, y]) => [0.1 * x!, 0.1 * y!, 0, 0, 0, 0, 1];
  expect(await probeTwin(await contextOf({ act: timid, twin: away }))).toMatchObject({
    outcome: 'fail',
    text: expect.stringContaining('Not clearly nearer to the expert than standing still'),
  });
});

test("which way the checkpoint's own statistics went wrong", async () => {
  const times = (factor: number): Act => {
    return ([x, y]) => [factor * x!, factor * y!, 0, 0, 0, 0, -1];
  };
  const told = async (factor: number) =>
    (await probeStatistics(await contextOf({ act: times(factor), deviation: 0.25 }))).text;
  expect(await told(0.25)).toContain("the checkpoint's own deviations, applied once too often");
  expect(await told(4)).toContain("the checkpoint's own deviations were never applied");
  expect(await told(10)).toContain("not by the checkpoint's own statistics");
  expect(await told(1)).toBe('Arm up to 1.00, 0 % beyond 1.');
});
