import { expect, test } from 'vitest';
import { DESK_MODELS } from '../desk/desk-models.ts';
import { parseXml } from '../xml/parse-xml.ts';
import { compileModel } from './compile-model.ts';
import { loadPhysics } from './load-physics.ts';
import { PHYSICS, type PhysicsVersion } from './physics-version.ts';

const VERSIONS = Object.keys(PHYSICS) as PhysicsVersion[];
const modules = new Map(
  await Promise.all(VERSIONS.map(async (version) => [version, await loadPhysics(version)] as const)),
);
const compilerOf = (version: PhysicsVersion) => (xml: string) =>
  compileModel(modules.get(version)!, parseXml(xml, 'x'), DESK_MODELS, 'a task');

test.each(VERSIONS)(
  'MuJoCo %s: its own words are in the error, and the module goes on working',
  (version) => {
    const compile = compilerOf(version);
    const geom = '<mujoco><worldbody><geom name="lump" type="box" size="0 1 1"/></worldbody></mujoco>';
    expect(() => compile(geom)).toThrow(
      expect.objectContaining({
        code: 'MODEL_REFUSED',
        what: expect.stringMatching(
          `MuJoCo ${PHYSICS[version].release} refuses the scene of a task: Error: size \\d must be positive`,
        ),
      }),
    );
    expect(() => compile('<mujoco><bad/></mujoco>')).toThrow(/bad/);
    const model = compile(
      '<mujoco><worldbody><body><freejoint/><geom size="1"/></body></worldbody></mujoco>',
    );
    expect(model.nq).toBe(7);
    model.delete();
  },
);

test('a missing mesh is named', () => {
  const compile = compilerOf('3.3');
  const xml = '<mujoco><asset><mesh name="m" file="plumb/none.stl"/></asset><worldbody/></mujoco>';
  expect(() => compile(xml)).toThrow(
    expect.objectContaining({ code: 'ASSET_MISSING', what: expect.stringContaining('none.stl') }),
  );
});
