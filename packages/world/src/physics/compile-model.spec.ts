import { expect, test } from 'vitest';
import { DESK_MODELS } from '../desk/desk-models.ts';
import { parseXml } from '../xml/parse-xml.ts';
import { compileModel } from './compile-model.ts';
import { loadPhysics } from './load-physics.ts';

const physics = await loadPhysics();
const compile = (xml: string) => compileModel(physics, parseXml(xml, 'x'), DESK_MODELS, 'a task');

test("MuJoCo's own words are in the error, and the module goes on working", () => {
  const geom = '<mujoco><worldbody><geom name="lump" type="box" size="0 1 1"/></worldbody></mujoco>';
  expect(() => compile(geom)).toThrow(
    expect.objectContaining({ code: 'MODEL_REFUSED', what: expect.stringContaining('must be positive') }),
  );
  expect(() => compile('<mujoco><bad/></mujoco>')).toThrow(/bad/);
  const model = compile('<mujoco><worldbody><body><freejoint/><geom size="1"/></body></worldbody></mujoco>');
  expect(model.nq).toBe(7);
  model.delete();
});

test('a missing mesh is named', () => {
  const xml = '<mujoco><asset><mesh name="m" file="plumb/none.stl"/></asset><worldbody/></mujoco>';
  expect(() => compile(xml)).toThrow(
    expect.objectContaining({ code: 'ASSET_MISSING', what: expect.stringContaining('none.stl') }),
  );
});
