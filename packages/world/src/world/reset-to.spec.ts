import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { parseProblem } from '../bddl/parse-problem.ts';
import { DESK_MODELS } from '../desk/desk-models.ts';
import { DESK_TASKS } from '../desk/desk-tasks.ts';
import { loadPhysics } from '../physics/load-physics.ts';
import { ResetDraws } from '../placement/draw-reset.ts';
import { buildScene } from '../scene/build-scene.ts';
import { liberoHere } from '../testing/libero-here.ts';
import { openWorld } from '../testing/open-world.ts';
import { largestDifference } from '../testing/recorded-task.ts';
import { LiberoWorld, type StepResult } from './libero-world.ts';

const assets = await liberoHere();
const physics = await loadPhysics();

/** A task of the built-in suite whose two cubes share a square that often has room for one only. */
function tightWorld(seed: number): LiberoWorld {
  const text = DESK_TASKS.get('close_the_drawer')!
    .replace('-0.14 -0.02 -0.05 0.05', '-0.14 0 -0.08 0.06')
    .replace('-0.14 -0.16 -0.05 -0.09', '-0.14 0 -0.08 0.06');
  return new LiberoWorld(physics, DESK_MODELS, buildScene(DESK_MODELS, parseProblem(text, 'tight')), seed);
}

/** All that a reset leaves. */
function stateOf(world: LiberoWorld) {
  const { qpos, qvel, modelBodyPosition, modelBodyQuaternion } = world.simulation.views;
  return [qpos, qvel, modelBodyPosition, modelBodyQuaternion].map((array) => array.slice());
}

/** An episode after a reset: what a policy would do differs from run to run. */
function play(world: LiberoWorld, steps: number, push: number): StepResult[] {
  return Array.from({ length: steps }, () => world.step([push, 0, 0, 0, 0, 0, -1]));
}

test('jumping to a reset is the same as doing all before it, those included that LIBERO rejects', () => {
  const drawn = vi.spyOn(ResetDraws.prototype, 'draw');
  const undisturbed = tightWorld(5);
  const resumed = tightWorld(99);
  for (let resets = 1; resets <= 8; resets++) {
    const observed = undisturbed.reset();
    expect(resumed.resetTo(5, resets)).toEqual(observed);
    expect(stateOf(resumed)).toEqual(stateOf(undisturbed));
    expect(play(resumed, 2, 0.1)).toEqual(play(undisturbed, 2, 0.1));
    play(resumed, resets, 0.3);
  }
  expect(drawn.mock.results.some((result) => result.value === undefined)).toBe(true);
  undisturbed.delete();
  resumed.delete();
});

test('a world that took a jump goes on like one that did not', () => {
  const [jumped, walked] = [tightWorld(1), tightWorld(1)];
  jumped.resetTo(2, 3);
  walked.seed(2);
  for (let reset = 0; reset < 3; reset++) walked.reset();
  expect(jumped.reset()).toEqual(walked.reset());
  expect(() => jumped.resetTo(2, 0)).toThrow(RangeError);
  jumped.delete();
  walked.delete();
});

const recorded: { task: string; seed: number; resets: { qpos: number[] }[] }[] = JSON.parse(
  readFileSync(new URL('../placement/fixtures/placements-seed-7.json', import.meta.url), 'utf8'),
);

test.skipIf(!assets).each(recorded)(
  'each reset of $task, jumped to, is as in Python (skipped where LIBERO is not found)',
  async ({ task, seed, resets }) => {
    const world = await openWorld(assets!, task, 0);
    for (const k of [2, 0, 1]) {
      world.resetTo(seed, k + 1);
      expect(largestDifference(world.simulation.views.qpos, resets[k]!.qpos)).toBeLessThan(1e-12);
    }
    world.delete();
  },
);
