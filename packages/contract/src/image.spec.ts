import { expect, test } from 'vitest';
import { type Image, type Orientation, orientImage } from './image.ts';

// asymmetric both ways: every pixel differs
const upright: Image = {
  width: 3,
  height: 2,
  orientation: 'upright',
  data: Uint8Array.from({ length: 18 }, (_, i) => i),
};
const reds = (image: Image) => Array.from({ length: 6 }, (_, i) => image.data[i * 3]! / 3);

test('each flip moves rows and columns as its name says', () => {
  expect(reds(orientImage(upright, 'flipped-vertical'))).toEqual([3, 4, 5, 0, 1, 2]);
  expect(reds(orientImage(upright, 'flipped-horizontal'))).toEqual([2, 1, 0, 5, 4, 3]);
  expect(reds(orientImage(upright, 'turned-180'))).toEqual([5, 4, 3, 2, 1, 0]);
});

test('turning LIBERO’s raw picture by 180 degrees leaves it mirrored left to right', () => {
  const raw = orientImage(upright, 'flipped-vertical');
  const turned = {
    ...raw,
    data: Uint8Array.from(
      reds(raw)
        .reverse()
        .flatMap((r) => [r * 3, r * 3 + 1, r * 3 + 2]),
    ),
  };
  expect(turned.data).toEqual(orientImage(upright, 'flipped-horizontal').data);
});

test('every way there and back is the identity', () => {
  const all: Orientation[] = ['upright', 'flipped-vertical', 'flipped-horizontal', 'turned-180'];
  for (const a of all) {
    for (const b of all) {
      const image = orientImage(upright, a);
      expect(orientImage(orientImage(image, b), a).data).toEqual(image.data);
    }
  }
});
