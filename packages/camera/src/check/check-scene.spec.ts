import type { Scene } from '@plumb/contract';
import { expect, test } from 'vitest';
import { Renderer } from '../renderer.ts';
import { readCases } from '../testing/read-cases.ts';

const cases = readCases(2);
const caseOf = (name: string) => cases.find((given) => given.name === name)!;
const textured = caseOf('texture-flat-mesh-textured').scene;
const mesh = textured.meshes.find(({ name }) => name === 'textured')!;
const used = textured.geoms[0]!.mesh!;
const texture = textured.materials[textured.geoms[0]!.material!]!.texture!;

/** The scene with its mesh or texture damaged. */
const withMesh = (change: Partial<typeof mesh>): Scene => ({
  ...textured,
  meshes: textured.meshes.map((given, i) => (i === used ? { ...given, ...change } : given)),
});
const withTexture = (change: Partial<Scene['textures'][number]>): Scene => ({
  ...textured,
  textures: textured.textures.map((given, i) => (i === texture ? { ...given, ...change } : given)),
});
const withGeom = (change: Partial<Scene['geoms'][number]>): Scene => ({
  ...textured,
  geoms: [{ ...textured.geoms[0]!, ...change }],
});
const spoilt = (values: Float32Array, index: number, value: number) => {
  const copy = values.slice();
  copy[index] = value;
  return copy;
};
const lamp = caseOf('light-spot').scene.lights[0]!;

const MALFORMED: [string, Scene, RegExp][] = [
  [
    'a vertex that is not a number',
    withMesh({ vertices: spoilt(mesh.vertices, 4, NaN) }),
    /vertex that is NaN/,
  ],
  ['an infinite normal', withMesh({ normals: spoilt(mesh.normals, 1, Infinity) }), /normal that is Infinity/],
  [
    'a face beyond the vertices',
    withMesh({ faces: mesh.faces.map((index, i) => (i === 5 ? 99 : index)) }),
    /Face 1 of Mesh "textured" uses number 99/,
  ],
  ['too few indices of normals', withMesh({ normalFaces: mesh.normalFaces.slice(3) }), /indices of normals/],
  ['a mesh without area', withMesh({ vertices: mesh.vertices.map(() => 0.5) }), /has no area/],
  ['a mesh without faces', withMesh({ faces: new Uint32Array() }), /has \d+ indices|0 corners/],
  ['a texture that is not there', { ...textured, textures: [] }, /has texture \d+/],
  ['a mesh that is not there', withGeom({ mesh: 77 }), /shows mesh 77/],
  ['a material that is not there', withGeom({ material: 77 }), /has material 77/],
  ['a body that is not there', withGeom({ body: 77 }), /belongs to body 77/],
  ['a pose that is not finite', withGeom({ size: [NaN, 1, 1] }), /not finite/],
  ['a texture with too few bytes', withTexture({ height: 31 + 2 }), /bytes/],
  ['a texture of a PNG bomb', withTexture({ width: 100_000, height: 100_000 }), /100000 x 100000/],
  ['a cube of no cube', withTexture({ type: 'cube' }), /one square or six/],
  ['near behind far', { ...textured, near: 5, far: 1 }, /clipped from 5 to 1/],
];

test.each(MALFORMED)('%s is an error', async (_, scene, what) => {
  const error = await Renderer.create(scene, { groups: [0] }).catch((thrown) => thrown);
  expect(error.code).toBe('CAMERA_SCENE');
  expect(error.message).toMatch(what);
});

const UNSUPPORTED: [string, Scene, RegExp][] = [
  [
    'shadows',
    { ...textured, lights: [{ ...lamp, castShadow: true, name: 'sun' }] },
    /shadows of light "sun"/,
  ],
  ['infinite planes', withGeom({ type: 'plane', mesh: undefined, size: [0, 0, 1] }), /infinite plane/],
  ['nine lights', { ...textured, lights: Array.from({ length: 9 }, () => lamp) }, /more than 8 lights/],
  ['other numbers of samples', { ...textured, samples: 8 }, /8 samples a pixel/],
];

test.each(UNSUPPORTED)('%s are refused by name', async (_, scene, what) => {
  const error = await Renderer.create(scene, { groups: [0] }).catch((thrown) => thrown);
  expect(error.code).toBe('CAMERA_UNSUPPORTED');
  expect(error.message).toMatch(what);
});

test('what is not drawn is not checked', async () => {
  const scene = withMesh({ vertices: spoilt(mesh.vertices, 4, NaN) });
  await expect(Renderer.create(scene, { groups: [3] })).resolves.toBeInstanceOf(Renderer);
});
