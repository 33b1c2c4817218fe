import { expect, test } from 'vitest';
import { Renderer } from '../renderer.ts';
import { readCases } from '../testing/read-cases.ts';

const { scene, poses } = readCases(2).find(({ name }) => name === 'box')!;
const good = { camera: 'eye', width: 32, height: 32, poses };
const REQUESTS: [string, object, string, RegExp][] = [
  ['size 0', { width: 0 }, 'CAMERA_SIZE', /0 x 32/],
  ['size 100,000', { height: 100_000 }, 'CAMERA_SIZE', /32 x 100000/],
  ['half a pixel', { width: 10.5 }, 'CAMERA_SIZE', /10.5 x 32/],
  ['an unknown camera', { camera: 'front' }, 'CAMERA_UNKNOWN', /no camera "front"/],
  [
    'a camera of no pose',
    { camera: { position: [0, NaN, 0], quaternion: [1, 0, 0, 0], fovy: 45 } },
    'CAMERA_UNKNOWN',
    /no usable pose/,
  ],
  [
    'too few poses',
    { poses: { ...poses, positions: new Float64Array(2) } },
    'CAMERA_POSES',
    /hold 2 numbers/,
  ],
  [
    'diverged poses',
    { poses: { ...poses, quaternions: poses.quaternions.map(() => NaN) } },
    'CAMERA_POSES',
    /not finite/,
  ],
  [
    'poses that were never filled',
    { poses: { ...poses, quaternions: poses.quaternions.map(() => 0) } },
    'CAMERA_POSES',
    /body 0 has the length 0/,
  ],
];

test.each(REQUESTS)('%s is an error', async (_, change, code, what) => {
  const renderer = await Renderer.create(scene, { groups: [0] });
  expect(() => renderer.draw({ ...good, ...change })).toThrow(expect.objectContaining({ code }));
  expect(() => renderer.draw({ ...good, ...change })).toThrow(what);
  expect(renderer.draw(good).image!.data.some((value) => value > 0)).toBe(true);
});

test('one pixel, a strip and the largest picture are drawn', async () => {
  const renderer = await Renderer.create(scene, { groups: [0] });
  for (const [width, height] of [
    [1, 1],
    [1, 300],
    [300, 1],
    [2048, 7],
  ] as const)
    expect(renderer.draw({ ...good, width, height }).image!.data).toHaveLength(width * height * 3);
});

test('a free camera at the place of another draws the same', async () => {
  const renderer = await Renderer.create(scene, { groups: [0] });
  const { pose, fovy } = scene.cameras[0]!;
  const free = renderer.draw({ ...good, camera: { ...pose, fovy } });
  expect(Buffer.compare(free.image!.data, renderer.draw(good).image!.data)).toBe(0);
});
