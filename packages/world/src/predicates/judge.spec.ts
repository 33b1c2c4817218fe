import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseProblem } from '../bddl/parse-problem.ts';
import type { PredicateName } from '../bddl/problem.ts';
import { AssetFiles } from '../mjcf/asset-files.ts';
import { buildScene } from '../scene/build-scene.ts';
import { liberoHere, referenceHere } from '../testing/libero-here.ts';
import { openWorld } from '../testing/open-world.ts';
import type { LiberoWorld } from '../world/libero-world.ts';
import { judgePredicate } from './judge.ts';

const assets = await liberoHere();
const reference = referenceHere();

type Joints = Record<string, number | number[]>;
// written by oracle/world/predicates.py
const truths: {
  task: string;
  /** Its place in the goal, or null where no task asks for it. */
  goal: number | null;
  predicate: [PredicateName, ...string[]];
  true: Joints[];
  false: Joints[];
}[] = JSON.parse(readFileSync(new URL('./fixtures/truths.json', import.meta.url), 'utf8'));

test('there are at least 20 states each way of every predicate', () => {
  for (const name of ['on', 'in', 'up', 'open', 'close', 'turnon', 'turnoff']) {
    for (const way of ['true', 'false'] as const) {
      const states = truths.filter((entry) => entry.predicate[0] === name).flatMap((entry) => entry[way]);
      expect(states.length, `${name} ${way}`).toBeGreaterThanOrEqual(20);
    }
  }
});

test.skipIf(!assets).each(truths.map((entry) => [entry.predicate.join(' '), entry] as const))(
  '%s as in Python (skipped where LIBERO is not found)',
  async (_, { task, goal, predicate, ...states }) => {
    const world = await openWorld(assets!, task, 0);
    world.reset();
    const [name, ...args] = predicate;
    const judge = judgePredicate(world.scene, world.simulation, { name, args, line: 1, column: 1 });
    const base = world.simulation.views.qpos.slice();
    for (const way of ['true', 'false'] as const) {
      for (const joints of states[way]) {
        world.simulation.views.qpos.set(base);
        for (const [joint, value] of Object.entries(joints)) {
          const values = typeof value === 'number' ? [value] : value;
          world.simulation.views.qpos.set(values, world.simulation.qposAddress(joint));
        }
        world.simulation.forward();
        expect([joints, judge()]).toEqual([joints, way === 'true']);
        if (goal !== null) expect(world.judgeGoal()[goal]).toBe(way === 'true');
      }
    }
    world.delete();
  },
);

interface Teleported {
  suite: string;
  task: string;
  before_preds: boolean[];
  after_preds: boolean[];
  immediately: boolean;
  qpos_before: number[];
  qpos_teleported: number[];
  qpos_after: number[];
  body_overrides: Record<string, { pos: number[]; quat: number[] }>;
}

const teleported: Teleported[] = reference
  ? JSON.parse(readFileSync(join(reference, 'predicates.json'), 'utf8'))
  : [];

test.skipIf(!assets || !reference).each(teleported)(
  'recorded states of $task (skipped without LIBERO and ../shared)',
  async (recorded) => {
    const world = await openWorld(assets!, `${recorded.suite}/${recorded.task}`, 0);
    world.reset();
    for (const [name, pose] of Object.entries(recorded.body_overrides)) {
      const body = world.simulation.id('body', name);
      world.simulation.views.modelBodyPosition.set(pose.pos, body * 3);
      world.simulation.views.modelBodyQuaternion.set(pose.quat, body * 4);
    }
    expect(judgeAt(world, recorded.qpos_before)).toEqual(recorded.before_preds);
    expect(judgeAt(world, recorded.qpos_teleported).every(Boolean)).toBe(recorded.immediately);
    expect(judgeAt(world, recorded.qpos_after)).toEqual(recorded.after_preds);
    world.delete();
  },
);

function judgeAt(world: LiberoWorld, qpos: number[]): boolean[] {
  world.simulation.views.qpos.set(qpos);
  world.simulation.forward();
  return world.judgeGoal();
}

test.skipIf(!assets).each([
  ['In akita_black_bowl_1 plate_1', '"plate_1" is not a region'],
  ['On main_table_plate_region plate_1', '"main_table_plate_region" is not an object'],
  ['Open plate_1', '"plate_1" cannot be in the state "open"'],
])('the goal %s is an error that names it (skipped where LIBERO is not found)', async (goal, what) => {
  const task = 'libero_goal/turn_on_the_stove';
  const text = readFileSync(join(assets!['libero-bddl'], `${task}.bddl`), 'utf8');
  const files = new AssetFiles({ libero: assets!['libero-assets'], robosuite: assets!['robosuite-assets'] });
  const scene = buildScene(files, parseProblem(text.replace('Turnon flat_stove_1', goal), 'a.bddl'));
  const world = await openWorld(assets!, task, 0);
  expect(() => judgePredicate(scene, world.simulation, scene.problem.goal[0]!)).toThrow(
    expect.objectContaining({ code: 'PREDICATE_UNFIT', what: expect.stringContaining(what) }),
  );
  world.delete();
});
