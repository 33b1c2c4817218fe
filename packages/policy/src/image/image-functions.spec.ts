import { readFileSync } from 'node:fs';
import type { Image } from '@plumb/contract';
import { expect, test } from 'vitest';
import { type BandDigest, deviationFrom } from '../testing/band-digest.ts';
import { syntheticPicture } from '../testing/synthetic-picture.ts';
import { cropCentreTensorflow } from './crop-tensorflow.ts';
import { jpegRoundTrip } from './jpeg-round-trip.ts';
import { resizePillow } from './resize-pillow.ts';
import { resizeTensorflowLanczos3 } from './resize-tensorflow.ts';
import { resizeWithPad } from './resize-with-pad.ts';

interface Vector extends BandDigest {
  readonly function: string;
  readonly k: number;
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
}

const vectors = JSON.parse(
  readFileSync(new URL('fixtures/images.json', import.meta.url), 'utf8'),
) as readonly Vector[];

const FUNCTIONS: Record<string, (image: Image, width: number, height: number) => Image> = {
  jpeg: (image) => jpegRoundTrip(image),
  lanczos3: resizeTensorflowLanczos3,
  bilinear: (image, width, height) => resizePillow(image, width, height, 'bilinear'),
  bicubic: (image, width, height) => resizePillow(image, width, height, 'bicubic'),
  lanczos: (image, width, height) => resizePillow(image, width, height, 'lanczos'),
  pad: resizeWithPad,
  'crop 0.9': (image, width, height) => cropCentreTensorflow(image, width, height, 0.9),
  'crop 0.5': (image, width, height) => cropCentreTensorflow(image, width, height, 0.5),
};

test.each(Object.keys(FUNCTIONS))('%s equals the original in every byte', (name) => {
  const own = vectors.filter((vector) => vector.function === name);
  expect(own.length).toBeGreaterThanOrEqual(3);
  for (const vector of own) {
    const { k, from, to } = vector;
    const image = syntheticPicture(k, 'flipped-horizontal', ...from);
    const before = image.data.slice();
    const made = FUNCTIONS[name]!(image, ...to);
    expect(deviationFrom(vector, made), `${from} to ${to}, picture ${k}`).toEqual({ bands: 0, levels: 0 });
    expect(made.orientation).toBe('flipped-horizontal');
    expect(Buffer.compare(image.data, before)).toBe(0);
  }
});

test('the comparison notices a single level in a single byte', () => {
  const vector = vectors.find((entry) => entry.function === 'bilinear')!;
  const image = resizePillow(syntheticPicture(vector.k, 'upright', ...vector.from), ...vector.to, 'bilinear');
  image.data[1000] = image.data[1000]! ^ 1;
  expect(deviationFrom(vector, image)).toEqual({ bands: 1, levels: 1 });
});
