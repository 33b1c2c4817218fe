import type { Scene } from '@plumb/contract';
import { seededRandom } from '@plumb/core';
import { expect, test } from 'vitest';
import { Renderer } from './renderer.ts';
import { readCases } from './testing/read-cases.ts';

const { scene: small } = readCases(2).find(({ name }) => name === 'near')!;
const SIZE = 64;
const FACTOR = 3;
/** Tangent of half the angle of view, and how far away the triangle is, metres. */
const HALF = 0.4;
const AWAY = 1;

/** One triangle that reaches into a corner of the picture with one of its own. `corners`: pixels, in turn. */
function triangleOf(corners: readonly (readonly [number, number])[]): Scene {
  const pixel = (2 * HALF * AWAY) / SIZE;
  const vertices = corners.flatMap(([x, y]) => [(x - SIZE / 2) * pixel, (y - SIZE / 2) * pixel, -AWAY]);
  const [a, b, c] = corners as [[number, number], [number, number], [number, number]];
  const turn = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]);
  const mesh = {
    name: 'triangle',
    vertices: Float32Array.from(vertices),
    normals: Float32Array.of(0, 0, 1),
    texcoords: new Float32Array(),
    faces: turn > 0 ? Uint32Array.of(0, 1, 2) : Uint32Array.of(0, 2, 1),
    normalFaces: Uint32Array.of(0, 0, 0),
    texcoordFaces: new Uint32Array(),
  };
  const geom = {
    ...small.geoms[0]!,
    body: 0,
    type: 'mesh' as const,
    mesh: 0,
    material: undefined,
    pose: { position: [0, 0, 0] as const, quaternion: [1, 0, 0, 0] as const },
  };
  return { ...small, geoms: [geom], meshes: [mesh], materials: [], textures: [] };
}

test('a large triangle that only just reaches into a picture covers the same as in the middle of a larger one', async () => {
  const random = seededRandom(7);
  const poses = {
    positions: new Float64Array(small.bodies * 3),
    quaternions: Float64Array.from({ length: small.bodies * 4 }, (_, i) => (i % 4 === 0 ? 1 : 0)),
  };
  let covered = 0;
  for (let trial = 0; trial < 60; trial++) {
    const [right, up] = [random() < 0.5, random() < 0.5];
    const place = (x: number, y: number) => [right ? SIZE - x : x, up ? SIZE - y : y] as const;
    const far = () => -100 - random() * 1400;
    const scene = triangleOf([
      place(2 + random() * 5, 2 + random() * 5),
      place(far(), far()),
      place(far(), far()),
    ]);
    const renderer = await Renderer.create(scene, { groups: [0, 1, 2, 3, 4, 5] });
    const seen = (size: number, half: number) => {
      const fovy = (Math.atan(half) * 360) / Math.PI;
      const camera = { position: [0, 0, 0], quaternion: [1, 0, 0, 0], fovy } as const;
      const want = { segmentation: true };
      return renderer.draw({ camera, width: size, height: size, poses, want }).segmentation!;
    };
    const whole = seen(SIZE * FACTOR, HALF * FACTOR);
    const part = seen(SIZE, HALF);
    let different = 0;
    for (let y = 0; y < SIZE; y++) {
      for (let x = 0; x < SIZE; x++) {
        const same = whole[(y + SIZE) * SIZE * FACTOR + x + SIZE];
        if (part[y * SIZE + x] !== same) different++;
        if (same !== -1) covered++;
      }
    }
    // rounding before the snap to 1/256 pixel: an edge may pass a sample on the other side
    expect(different).toBeLessThan(3);
  }
  expect(covered).toBeGreaterThan(60);
});
