import type { Scene, SceneCamera, SceneGeom, SceneLight } from '@plumb/contract';
import type { TaskScene } from '../scene/build-scene.ts';
import { XmlElement } from '../xml/xml-element.ts';
import { compose, NO_TURN, type Vector } from './pose.ts';
import { nameOf, refuseAttributes, turnOf, valuesOf } from './read-attributes.ts';
import { type Indices, readGeom } from './read-geom.ts';
import { readCamera, readLight, readMaterial, readVisual } from './read-looks.ts';
import { type SceneAssets, SceneRooms } from './scene-assets.ts';
import { type PlacedBody, sceneExtent } from './scene-extent.ts';

const ROBOT = 'robot0_base';

/**
 * What a camera sees of a task: the full model as MuJoCo 2.3.7 would compile it, read without MuJoCo, so that 200,000
 * triangles and their textures cost no memory of the simulation. Ids are those of the full model; bodies are those of
 * the simulation. Sites of the robot and of objects are hidden, as robosuite's `reset` hides them.
 * Throws `ASSET_MISSING`, `MESH_MALFORMED`, `TEXTURE_MALFORMED`, `SCENE_UNSUPPORTED`, `SCENE_MALFORMED`.
 */
export function buildCameraScene(assets: SceneAssets, { mjcf, objects, fixtures }: TaskScene): Scene {
  const parts = mjcf.child('asset')?.children ?? [];
  const ofTag = (tag: string) => parts.filter((part) => part.tag === tag);
  const rooms = new SceneRooms();
  const textures = ofTag('texture').map((element) => assets.texture(element, rooms));
  const materials = ofTag('material').map((element) => readMaterial(element, byName(textures)));
  const meshes = ofTag('mesh').map((element) => assets.mesh(element, rooms));
  const indices: Indices = {
    materials: byName(materials),
    meshes: new Map(meshes.map((compiled, index) => [compiled.mesh.name, { index, compiled }])),
  };

  const bodies = placeBodies(mjcf.child('worldbody') ?? new XmlElement('worldbody'));
  const hidden = hiddenBodies(bodies, [
    ROBOT,
    ...[...objects.values(), ...fixtures.values()].map((o) => o.rootBody),
  ]);
  const geoms: SceneGeom[] = [];
  const sites: SceneGeom[] = [];
  const lights: SceneLight[] = [];
  const cameras: SceneCamera[] = [];
  bodies.forEach(({ element }, body) => {
    for (const child of element.children) {
      if (child.tag === 'geom') geoms.push(readGeom(child, body, geoms.length, indices));
      else if (child.tag === 'light') lights.push(readLight(child, body));
      else if (child.tag === 'camera') cameras.push(readCamera(child, body));
      else if (child.tag === 'site') {
        const site = readGeom(child, body, sites.length, indices);
        sites.push(hidden.has(body) ? hide(site) : site);
      }
    }
  });
  const { znear, zfar, ...visual } = readVisual(mjcf);
  const extent = sceneExtent(bodies, [...geoms, ...sites]);
  return {
    bodies: bodies.length,
    geoms: [...geoms, ...sites],
    meshes: meshes.map(({ mesh }) => mesh),
    materials,
    textures,
    lights,
    cameras,
    near: znear * extent,
    far: zfar * extent,
    ...visual,
  };
}

function byName(list: readonly { readonly name: string }[]): Map<string, number> {
  return new Map(list.map(({ name }, index) => [name, index]));
}

/** The world and all bodies, parents before their children, in MuJoCo's order. */
function placeBodies(world: XmlElement): PlacedBody[] {
  const bodies: PlacedBody[] = [];
  const visit = (element: XmlElement, pose: PlacedBody['pose']) => {
    bodies.push({ element, pose });
    for (const child of element.children) {
      if (child.tag !== 'body') continue;
      refuseAttributes(child, ['childclass', 'mocap']);
      const local = { position: valuesOf(child, 'pos', [0, 0, 0]) as Vector, quaternion: turnOf(child) };
      visit(child, compose(pose, local));
    }
  };
  visit(world, { position: [0, 0, 0], quaternion: NO_TURN });
  return bodies;
}

/** Indices of the bodies at or below one of these names. */
function hiddenBodies(bodies: readonly PlacedBody[], roots: readonly string[]): Set<number> {
  const below = new Set<XmlElement>();
  for (const { element } of bodies) {
    if (roots.includes(nameOf(element))) for (const part of element.walk()) below.add(part);
  }
  return new Set(bodies.flatMap(({ element }, index) => (below.has(element) ? [index] : [])));
}

/** robosuite's `set_sites_visibility`: the alpha turns negative. */
function hide(site: SceneGeom): SceneGeom {
  const [r, g, b, alpha] = site.rgba;
  return { ...site, rgba: [r, g, b, alpha > 0 ? -alpha : alpha] };
}
