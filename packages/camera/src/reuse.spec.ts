import type { Scene, ScenePoses } from '@plumb/contract';
import { seededRandom } from '@plumb/core';
import { expect, test } from 'vitest';
import { Arena } from './pack/arena.ts';
import { Renderer } from './renderer.ts';
import { readCases } from './testing/read-cases.ts';

const CASES = [
  'transparent',
  'reflection-plane',
  'reflection-box',
  'texture-flat-mesh-textured',
  'sky-six',
  'near',
];
const cases = readCases(2).filter(({ name }) => CASES.includes(name));
const FRAMES = 30;
/** Neither whole tiles nor whole fours of pixels. */
const ODD_SIZES = [
  [50, 61],
  [1, 9],
  [7, 3],
  [13, 1],
] as const;

/** Every geom on a body of its own, and the camera on the last but one. */
function loosen(scene: Scene): Scene {
  const geoms = scene.geoms.map((geom, i) => ({ ...geom, body: i + 1 }));
  const bodies = geoms.length + 2;
  return {
    ...scene,
    bodies,
    geoms,
    cameras: scene.cameras.map((camera) => ({ ...camera, body: bodies - 1 })),
  };
}

const bytesOf = (array: Float32Array) => new Uint8Array(array.buffer);

/** Bodies that rest, move for a while, rest again; the camera moves seldom. */
function* wander(scene: Scene, seed: number): Generator<ScenePoses> {
  const random = seededRandom(seed);
  const positions = new Float64Array(scene.bodies * 3);
  const quaternions = Float64Array.from({ length: scene.bodies * 4 }, (_, i) => (i % 4 === 0 ? 1 : 0));
  const moving = new Uint8Array(scene.bodies);
  for (let frame = 0; frame < FRAMES; frame++) {
    for (let body = 1; body < scene.bodies; body++) {
      if (random() < 0.2) moving[body] = random() < (body === scene.bodies - 1 ? 0.2 : 0.4) ? 1 : 0;
      if (moving[body] === 0) continue;
      for (let k = 0; k < 3; k++) positions[body * 3 + k]! += (random() - 0.5) * 0.1;
      const turn = [1, 0, 0, 0].map((value) => value + (random() - 0.5) * 0.3);
      const length = Math.hypot(...turn);
      for (let k = 0; k < 4; k++) quaternions[body * 4 + k] = turn[k]! / length;
    }
    yield { positions: positions.slice(), quaternions: quaternions.slice() };
  }
}

test.each(cases)('pictures of $name are the same whatever was drawn before', async (given) => {
  const scene = loosen(given.scene);
  const [keeping, forgetting] = await Promise.all(
    [true, false].map((reuse) => Renderer.create(scene, { groups: [0], reuse })),
  );
  const want = { rgb: true, depth: true };
  const seen = new Set<string>();
  let frame = 0;
  for (const poses of wander(scene, 7)) {
    // now and then another size in between, and a segmentation, which takes the picture's room
    const [width, height] = frame % 7 === 3 ? ODD_SIZES[(frame - 3) / 7]! : [96, 72];
    const size = { width, height };
    if (frame++ % 9 === 5) keeping!.draw({ camera: 'eye', ...size, poses, want: { segmentation: true } });
    const kept = keeping!.draw({ camera: 'eye', ...size, poses, want });
    const fresh = forgetting!.draw({ camera: 'eye', ...size, poses, want });
    // vitest's own comparison takes a second for a picture
    expect(Buffer.compare(kept.image!.data, fresh.image!.data)).toBe(0);
    expect(Buffer.compare(bytesOf(kept.depth!), bytesOf(fresh.depth!))).toBe(0);
    seen.add(kept.image!.data.join());
  }
  expect(seen.size).toBeGreaterThan(FRAMES / 5);
});

test('a renderer on the packed scene of another draws the same picture from the same memory', async () => {
  const { scene, poses } = cases[0]!;
  const first = await Renderer.create(scene, { groups: [0] });
  const second = await Renderer.attach(first.packed);
  const request = { camera: 'eye', width: 96, height: 72, poses };
  expect(second.draw(request)).toEqual(first.draw(request));
  expect(second.packed.memory).toBe(first.packed.memory);
});

test('a frame that memory does not suffice for leaves scene and renderer as they were', async () => {
  const { scene, poses, camera } = cases.find(({ name }) => name === 'transparent')!;
  const [full, fresh] = await Promise.all([1, 2].map(() => Renderer.create(scene, { groups: [0] })));
  const request = { camera, width: 96, height: 72, poses };
  // enough is left for a view's pictures, and not for fragments
  new Arena(full!.packed.memory).allocate(2 ** 31 - full!.memory - 700_000);
  for (let i = 0; i < 3; i++)
    expect(() => full!.draw(request)).toThrow(expect.objectContaining({ code: 'CAMERA_MEMORY' }));
  const ids = { ...request, want: { segmentation: true } };
  expect(full!.draw(ids)).toEqual(fresh!.draw(ids));
});
