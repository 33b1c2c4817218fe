import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseProblem } from '../bddl/parse-problem.ts';
import { DESK_MODELS } from '../desk/desk-models.ts';
import { DESK_TASKS } from '../desk/desk-tasks.ts';
import { loadPhysics } from '../physics/load-physics.ts';
import { buildScene } from '../scene/build-scene.ts';
import { findTask } from '../task/find-task.ts';
import { readInitStates } from '../task/read-init-states.ts';
import { XmlElement } from '../xml/xml-element.ts';
import { LiberoWorld } from './libero-world.ts';

const physics = await loadPhysics();
const text = [...DESK_TASKS.values()][0]!;
const sceneOf = (bddl = text) => buildScene(DESK_MODELS, parseProblem(bddl, 'task.bddl'));
const open = (scene = sceneOf()) => new LiberoWorld(physics, DESK_MODELS, scene, 0);
const REST = [0, 0, 0, 0, 0, 0, -1];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumb-survives-'));
  await mkdir(join(folder, 'libero_goal'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A mistake, and what its error has to name. */
type Mistake = readonly [title: string, make: (world: LiberoWorld) => unknown, code: string, named: string];

const withAction =
  (...action: number[]) =>
  (world: LiberoWorld) =>
    world.step(action);
const withState = (change: (state: Float64Array) => Float64Array) => (world: LiberoWorld) => {
  const { nq, nv } = world.simulation;
  return world.setInitState(change(new Float64Array(1 + nq + nv)));
};
const withInitFile = (task: string, content: string) => async () => {
  await writeFile(join(folder, 'libero_goal', `${task}.pruned_init`), content);
  return readInitStates(folder, findTask(`libero_goal/${task}`));
};

/** A scene with one more mesh, whose file is not there. */
function withoutMesh(): LiberoWorld {
  const scene = sceneOf();
  const mesh = new XmlElement('mesh', [
    ['name', 'cup'],
    ['file', 'plumb/meshes/cup.stl'],
  ]);
  const geom = new XmlElement('geom', [
    ['type', 'mesh'],
    ['mesh', 'cup'],
  ]);
  scene.mjcf.child('asset')!.children.push(mesh);
  scene.mjcf.child('worldbody')!.children.push(geom);
  return open(scene);
}

const MISTAKES: Mistake[] = [
  ['a short action', withAction(0, 0, 0), 'ACTION_MALFORMED', '3 numbers instead of 7'],
  ['a long action', withAction(...REST, 0), 'ACTION_MALFORMED', '8 numbers instead of 7'],
  [
    'NaN in an action',
    withAction(0, Number.NaN, 0, 0, 0, 0, 0),
    'ACTION_MALFORMED',
    'number 1 (from 0) is NaN',
  ],
  [
    'an infinite gripper',
    withAction(0, 0, 0, 0, 0, 0, 1 / 0),
    'ACTION_MALFORMED',
    'number 6 (from 0) is Infinity',
  ],
  ['a short init state', withState((state) => state.subarray(1)), 'INIT_STATE_UNFIT', 'task.bddl'],
  ['NaN in an init state', withState((state) => state.fill(Number.NaN)), 'INIT_STATE_UNFIT', 'not finite'],
  ['a missing mesh', withoutMesh, 'ASSET_MISSING', 'cup.stl'],
  [
    'a cut init file',
    withInitFile('turn_on_the_stove', 'PK\u0003\u0004'),
    '',
    'turn_on_the_stove.pruned_init',
  ],
  [
    'an empty init file',
    withInitFile('put_the_bowl_on_the_plate', ''),
    '',
    'put_the_bowl_on_the_plate.pruned_init',
  ],
  [
    'an unknown predicate',
    () => open(sceneOf(text.replace('(In red_cube_1', '(Beside red_cube_1'))),
    'BDDL_UNKNOWN_PREDICATE',
    '"beside"',
  ],
  [
    'a goal about nothing',
    () => open(sceneOf(text.replace('(In red_cube_1', '(In blue_cube_1'))),
    'BDDL_NAME_UNKNOWN',
    'blue_cube_1',
  ],
];

test.each(MISTAKES)('%s is an error that names it, and the world goes on', async (_, make, code, named) => {
  const [world, untouched] = [open(), open()];
  for (const each of [world, untouched]) {
    each.reset();
    each.step(REST);
  }
  const error = await Promise.resolve()
    .then(() => make(world))
    .then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
  expect(error).toMatchObject({ code: code === '' ? expect.any(String) : code, remedy: expect.any(String) });
  expect((error as { what: string }).what).toContain(named);
  expect(world.step(REST)).toEqual(untouched.step(REST));
  world.delete();
  untouched.delete();
});

test('a scene whose goal cannot be judged leaves no memory behind', () => {
  const world = open();
  const impossible = sceneOf(text.replace('(In red_cube_1 tray_1_contain_region)', '(Open tray_1)'));
  const memory = () => world.simulation.views.qpos.buffer.byteLength;
  expect(() => open(impossible)).toThrow(expect.objectContaining({ code: 'PREDICATE_UNFIT' }));
  const before = memory();
  for (let time = 0; time < 20; time++) expect(() => open(impossible)).toThrow();
  expect(memory()).toBe(before);
  world.delete();
});

test.each(['qpos', 'qvel'] as const)('NaN in %s ends the episode, not the world', (which) => {
  const world = open();
  const fresh = world.resetTo(3, 1);
  world.simulation.views[which][10] = Number.NaN;
  expect(() => world.step(REST)).toThrow(
    expect.objectContaining({ code: 'STATE_DIVERGED', what: expect.stringContaining('task.bddl') }),
  );
  // the episode is over: a step would play on in a state that MuJoCo made up
  expect(() => world.step(REST)).toThrow();
  expect(world.resetTo(3, 1)).toEqual(fresh);
  expect(world.step(REST).observed.eefPosition.every(Number.isFinite)).toBe(true);
  world.delete();
});
