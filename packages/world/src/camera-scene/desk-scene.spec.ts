import { expect, test } from 'vitest';
import { parseProblem } from '../bddl/parse-problem.ts';
import { DESK_MODELS } from '../desk/desk-models.ts';
import { DESK_SUITE, DESK_TASKS } from '../desk/desk-tasks.ts';
import { compileModel } from '../physics/compile-model.ts';
import { loadPhysics } from '../physics/load-physics.ts';
import { buildScene } from '../scene/build-scene.ts';
import { TaskOpener } from '../world/open-task.ts';
import { buildCameraScene } from './build-camera-scene.ts';
import { matrixOf, type Quaternion } from './pose.ts';
import { SceneAssets } from './scene-assets.ts';

const physics = await loadPhysics();
const [name, bddl] = [...DESK_TASKS][0]!;
const built = buildScene(DESK_MODELS, parseProblem(bddl, `${DESK_SUITE}/${name}`));
const scene = buildCameraScene(new SceneAssets(DESK_MODELS), built);
const model = compileModel(physics, built.mjcf, DESK_MODELS, name);
const TYPES = ['plane', '', 'sphere', 'capsule', 'ellipsoid', 'cylinder', 'box', 'mesh'];
const geoms = scene.geoms.filter((geom) => geom.kind === 'geom');
const sites = scene.geoms.filter((geom) => geom.kind === 'site');

/** The largest |a - b|. */
function apart(ours: readonly number[], theirs: ArrayLike<number>): number {
  expect(ours.length).toBe(theirs.length);
  return ours.reduce((most, value, i) => Math.max(most, Math.abs(value - theirs[i]!)), 0);
}
const turns = (quaternions: ArrayLike<number>) =>
  Array.from({ length: quaternions.length / 4 }, (_, i) =>
    matrixOf(Array.prototype.slice.call(quaternions, i * 4, i * 4 + 4) as Quaternion),
  ).flat();

test('geoms and sites of plumb-desk are those that MuJoCo compiles', () => {
  expect(geoms.map((geom) => TYPES.indexOf(geom.type))).toEqual([...(model.geom_type as Int32Array)]);
  expect(geoms.map((geom) => geom.body)).toEqual([...(model.geom_bodyid as Int32Array)]);
  expect(geoms.map((geom) => geom.group)).toEqual([...(model.geom_group as Int32Array)]);
  expect(geoms.map((geom) => geom.material ?? -1)).toEqual([...(model.geom_matid as Int32Array)]);
  expect(
    apart(
      geoms.flatMap((geom) => geom.size),
      model.geom_size,
    ),
  ).toBeLessThan(1e-12);
  expect(
    apart(
      geoms.flatMap((geom) => geom.pose.position),
      model.geom_pos,
    ),
  ).toBeLessThan(1e-12);
  expect(
    apart(
      geoms.flatMap((geom) => matrixOf(geom.pose.quaternion as Quaternion)),
      turns(model.geom_quat),
    ),
  ).toBeLessThan(1e-12);
  expect(
    apart(
      geoms.flatMap((geom) => geom.rgba),
      model.geom_rgba,
    ),
  ).toBeLessThan(1e-7);
  expect(sites.map((site) => site.body)).toEqual([...(model.site_bodyid as Int32Array)]);
  expect(
    apart(
      sites.flatMap((site) => site.pose.position),
      model.site_pos,
    ),
  ).toBeLessThan(1e-12);
  expect(
    apart(
      sites.flatMap((site) => site.size),
      model.site_size,
    ),
  ).toBeLessThan(1e-12);
});

test('its textures, materials, lights, cameras and planes are those that MuJoCo compiles', () => {
  const pixels = scene.textures.flatMap((texture) => [...texture.data]);
  expect(scene.textures.flatMap((t) => [t.width, t.height])).toEqual(
    [...(model.tex_width as Int32Array)].flatMap((width, i) => [width, model.tex_height[i]]),
  );
  expect(apart(pixels, model.tex_data)).toBe(0);
  expect(
    apart(
      scene.materials.flatMap((m) => m.rgba),
      model.mat_rgba,
    ),
  ).toBeLessThan(1e-7);
  expect(
    apart(
      scene.materials.map((m) => m.shininess),
      model.mat_shininess,
    ),
  ).toBeLessThan(1e-7);
  expect(
    apart(
      scene.lights.flatMap((light) => light.direction),
      model.light_dir,
    ),
  ).toBeLessThan(1e-12);
  expect(
    apart(
      scene.cameras.flatMap((c) => c.pose.position),
      model.cam_pos,
    ),
  ).toBeLessThan(1e-12);
  expect(
    apart(
      scene.cameras.map((c) => c.fovy),
      model.cam_fovy,
    ),
  ).toBe(0);
  expect(Math.abs(scene.near - 0.001 * model.stat.extent)).toBeLessThan(1e-9);
  expect(Math.abs(scene.far - 50 * model.stat.extent)).toBeLessThan(1e-6);
});

test('a stove that is on glows, from the next picture on', async () => {
  const world = await (await TaskOpener.create()).open('plumb-desk/3', 0);
  const burner = world.simulation.id('site', 'desk_stove_1_burner');
  expect(world.simulation.model.nbody).toBe(scene.bodies);
  expect(sites[burner]!.rgba[3]).toBe(-1);
  expect(world.reset().siteAlpha).toEqual(new Map([[burner, -1]]));
  const { qpos } = world.simulation.views;
  const at = qpos.slice();
  at[world.simulation.qposAddress('desk_stove_1_button')] = 0.5;
  expect(world.poseAt(at).siteAlpha).toEqual(new Map([[burner, 2]]));
  world.reset();
  world.simulation.views.qpos.set(at);
  expect(world.step([0, 0, 0, 0, 0, 0, -1]).observed.siteAlpha).toEqual(new Map([[burner, -1]]));
  expect(world.step([0, 0, 0, 0, 0, 0, -1]).observed.siteAlpha).toEqual(new Map([[burner, 2]]));
  world.delete();
});
