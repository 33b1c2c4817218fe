import type { Image } from '@plumb/contract';
import {
  forwardTransform,
  inverseTransform,
  type Quantisation,
  quantisationOf,
  quantise,
} from './jpeg-transform.ts';

/** Colour conversions in 16 bits of fraction (jccolor.c, jdcolor.c). */
const HALF = 32768;

/**
 * What `tf.io.decode_image(tf.image.encode_jpeg(image))` makes of a picture: YCbCr, chroma halved both ways, quality 95,
 * decoded with the fast inverse transform and smoothed chroma. The coding in between loses nothing and is left out.
 */
export function jpegRoundTrip(image: Image, quality = 95): Image {
  const { width, height } = image;
  const planes = toPlanes(image);
  const luminance = quantisationOf('luminance', quality);
  const chrominance = quantisationOf('chrominance', quality);
  roundTripPlane(planes.y, luminance);
  roundTripPlane(planes.cb, chrominance);
  roundTripPlane(planes.cr, chrominance);
  const cb = upsample(planes.cb, width, height);
  const cr = upsample(planes.cr, width, height);
  const data = new Uint8Array(width * height * 3);
  const clamped = new Uint8ClampedArray(data.buffer);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const at = row * width + column;
      const y = planes.y.samples[row * planes.y.stride + column]!;
      const blue = cb[at]! - 128;
      const red = cr[at]! - 128;
      clamped[at * 3] = y + ((91881 * red + HALF) >> 16);
      clamped[at * 3 + 1] = y + ((-22554 * blue - 46802 * red + HALF) >> 16);
      clamped[at * 3 + 2] = y + ((116130 * blue + HALF) >> 16);
    }
  }
  return { ...image, data };
}

/** A component, padded to whole blocks; `width` x `height` of it are meant. */
interface Plane {
  readonly width: number;
  readonly height: number;
  readonly stride: number;
  readonly rows: number;
  readonly samples: Uint8Array;
}

function makePlane(width: number, height: number): Plane {
  const stride = Math.ceil(width / 8) * 8;
  const rows = Math.ceil(height / 8) * 8;
  return { width, height, stride, rows, samples: new Uint8Array(stride * rows) };
}

function toPlanes({ width, height, data }: Image): { y: Plane; cb: Plane; cr: Plane } {
  const y = makePlane(width, height);
  const halfWidth = Math.ceil(width / 2);
  const halfHeight = Math.ceil(height / 2);
  const cb = makePlane(halfWidth, halfHeight);
  const cr = makePlane(halfWidth, halfHeight);
  // edges are repeated up to whole units of 16, before chroma is averaged
  const wide = cb.stride * 2;
  const tall = cb.rows * 2;
  const blue = new Uint8Array(wide * tall);
  const red = new Uint8Array(wide * tall);
  for (let row = 0; row < tall; row++) {
    const from = Math.min(row, height - 1) * width;
    for (let column = 0; column < wide; column++) {
      const at = (from + Math.min(column, width - 1)) * 3;
      const r = data[at]!;
      const g = data[at + 1]!;
      const b = data[at + 2]!;
      if (row < y.rows && column < y.stride)
        y.samples[row * y.stride + column] = (19595 * r + 38470 * g + 7471 * b + HALF) >> 16;
      blue[row * wide + column] = (-11059 * r - 21709 * g + 32768 * b + 8421375) >> 16;
      red[row * wide + column] = (32768 * r - 27439 * g - 5329 * b + 8421375) >> 16;
    }
  }
  halve(blue, wide, cb);
  halve(red, wide, cr);
  return { y, cb, cr };
}

/**
 * Means of 2x2, rounded down and up in turn so that no column drifts (jcsample.c). Rows below the picture repeat the last mean,
 * where columns beside it are means of the last pixel (jcprepct.c).
 */
function halve(full: Uint8Array, wide: number, into: Plane): void {
  for (let row = 0; row < into.rows; row++) {
    const from = Math.min(row, into.height - 1) * 2 * wide;
    for (let column = 0; column < into.stride; column++) {
      const at = from + column * 2;
      const sum = full[at]! + full[at + 1]! + full[at + wide]! + full[at + wide + 1]!;
      into.samples[row * into.stride + column] = (sum + 1 + (column & 1)) >> 2;
    }
  }
}

function roundTripPlane({ stride, rows, samples }: Plane, quantisation: Quantisation): void {
  const clamped = new Uint8ClampedArray(samples.buffer);
  const block = new Int32Array(64);
  for (let top = 0; top < rows; top += 8) {
    for (let left = 0; left < stride; left += 8) {
      const corner = top * stride + left;
      for (let y = 0, i = 0; y < 8; y++)
        for (let x = 0, at = corner + y * stride; x < 8; x++) block[i++] = samples[at++]! - 128;
      forwardTransform(block);
      quantise(block, quantisation);
      inverseTransform(block);
      for (let y = 0, i = 0; y < 8; y++)
        for (let x = 0, at = corner + y * stride; x < 8; x++) clamped[at++] = block[i++]! + 128;
    }
  }
}

/** Twice as large both ways by a triangle filter, 3/4 of the nearer and 1/4 of the further (jdsample.c). `[height * width]`. */
function upsample(plane: Plane, width: number, height: number): Uint8Array {
  const out = new Uint8Array(width * height);
  const sums = new Int32Array(plane.width);
  // libjpeg smooths nothing narrower
  const smooth = plane.width > 2;
  for (let row = 0; row < height; row++) {
    const near = row >> 1;
    const far = !smooth ? near : Math.min(plane.height - 1, Math.max(0, near + ((row & 1) === 0 ? -1 : 1)));
    for (let column = 0; column < plane.width; column++)
      sums[column] =
        3 * plane.samples[near * plane.stride + column]! + plane.samples[far * plane.stride + column]!;
    for (let column = 0; column < width; column++) {
      const odd = column & 1;
      const at = column >> 1;
      const beside = !smooth ? at : Math.min(plane.width - 1, Math.max(0, at + (odd === 0 ? -1 : 1)));
      out[row * width + column] = (3 * sums[at]! + sums[beside]! + (odd === 0 ? 8 : 7)) >> 4;
    }
  }
  return out;
}
