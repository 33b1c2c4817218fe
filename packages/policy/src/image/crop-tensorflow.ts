import type { Image } from '@plumb/contract';

const f32 = Math.fround;

/**
 * The centre crop of OpenVLA's and OFT's evaluation: keeps `area` of the picture (its square root of each side) and resizes back
 * by `tf.image.crop_and_resize` (bilinear, corners aligned), through single precision in [0, 1] and back to bytes by
 * `convert_image_dtype` (x * 255.5, cut).
 *
 * @param area 0 to 1; 1 is left alone.
 */
export function cropCentreTensorflow(image: Image, width: number, height: number, area: number): Image {
  if (area === 1) return image;
  const side = f32(Math.sqrt(f32(area)));
  const low = f32(f32(1 - side) / 2);
  const high = f32(low + side);
  const rows = samplesOf(low, high, image.height, height);
  const columns = samplesOf(low, high, image.width, width);
  const levels = Float32Array.from({ length: 256 }, (_, value) => f32(value * f32(1 / 255)));
  const data = new Uint8Array(width * height * 3);
  const { data: source } = image;
  for (const [y, row] of rows.entries()) {
    const top = row.near * image.width;
    const bottom = row.far * image.width;
    for (const [x, column] of columns.entries()) {
      for (let channel = 0; channel < 3; channel++) {
        const upper = mix(
          levels[source[(top + column.near) * 3 + channel]!]!,
          levels[source[(top + column.far) * 3 + channel]!]!,
          column.share,
        );
        const lower = mix(
          levels[source[(bottom + column.near) * 3 + channel]!]!,
          levels[source[(bottom + column.far) * 3 + channel]!]!,
          column.share,
        );
        const value = Math.min(1, Math.max(0, mix(upper, lower, row.share)));
        data[(y * width + x) * 3 + channel] = Math.min(255, Math.trunc(f32(value * 255.5)));
      }
    }
  }
  return { ...image, width, height, data };
}

/** Two source pixels of one output pixel, and the further one's share. */
interface Sample {
  readonly near: number;
  readonly far: number;
  readonly share: number;
}

function samplesOf(low: number, high: number, from: number, to: number): Sample[] {
  const scale = f32(f32(f32(high - low) * (from - 1)) / (to - 1));
  return Array.from({ length: to }, (_, i) => {
    const place = f32(f32(low * (from - 1)) + f32(i * scale));
    const near = Math.floor(place);
    return { near, far: Math.ceil(place), share: f32(place - near) };
  });
}

function mix(a: number, b: number, share: number): number {
  return f32(a + f32(f32(b - a) * share));
}
