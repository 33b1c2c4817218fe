import type { Image } from '@plumb/contract';
import { singleSine } from './single-sine.ts';

const f32 = Math.fround;
/** `kLanczos3`'s radius in `sampling_kernels.h`. */
const RADIUS = 3;
const PI = f32(Math.PI);

/**
 * `tf.image.resize(image, [height, width], method="lanczos3", antialias=True)`, then rounded (half to even), clamped and cast
 * to bytes, as OpenVLA's and OFT's LIBERO scripts do. `scale_and_translate_op.cc`: single precision, rows first. A
 * picture that has the size already is left alone.
 */
export function resizeTensorflowLanczos3(image: Image, width: number, height: number): Image {
  if (image.width === width && image.height === height) return image;
  const rows = spansOf(image.height, height);
  const columns = spansOf(image.width, width);
  const stride = image.width * 3;
  const data = new Uint8Array(width * height * 3);
  const line = new Float32Array(stride);
  for (const [y, row] of rows.entries()) {
    line.fill(0);
    for (const [k, weight] of row.weights.entries()) {
      const from = (row.start + k) * stride;
      for (let x = 0; x < stride; x++) line[x] = f32(line[x]! + f32(weight * image.data[from + x]!));
    }
    for (const [x, { start, weights }] of columns.entries()) {
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0;
        for (let k = 0; k < weights.length; k++)
          sum = f32(sum + f32(weights[k]! * line[(start + k) * 3 + channel]!));
        data[(y * width + x) * 3 + channel] = toByte(sum);
      }
    }
  }
  return { ...image, width, height, data };
}

interface Span {
  readonly start: number;
  readonly weights: Float32Array;
}

function spansOf(from: number, to: number): Span[] {
  const inverse = f32(1 / f32(to / from));
  const stretch = Math.max(inverse, 1);
  const shrink = f32(1 / stretch);
  return Array.from({ length: to }, (_, i) => {
    const centre = f32(f32(i + 0.5) * inverse);
    const reach = f32(RADIUS * stretch);
    const start = clampIndex(Math.ceil(f32(f32(centre - reach) - 0.5)), from);
    const end = clampIndex(Math.floor(f32(f32(centre + reach) - 0.5)), from) + 1;
    const weights = Float32Array.from({ length: end - start }, (_, k) =>
      lanczos(Math.abs(f32(f32(f32(start + k + 0.5) - centre) * shrink))),
    );
    let sum = 0;
    for (const weight of weights) sum = f32(sum + weight);
    const share = f32(1 / sum);
    return { start, weights: weights.map((weight) => f32(weight * share)) };
  });
}

function lanczos(x: number): number {
  if (x > RADIUS) return 0;
  if (x <= 1e-3) return 1;
  const angle = f32(PI * x);
  const product = f32(f32(RADIUS * singleSine(angle)) * singleSine(f32(angle / RADIUS)));
  return f32(product / f32(f32(f32(PI * PI) * x) * x));
}

function clampIndex(value: number, length: number): number {
  return Math.min(length - 1, Math.max(0, value));
}

function toByte(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  const rounded = rest > 0.5 || (rest === 0.5 && floor % 2 !== 0) ? floor + 1 : floor;
  return rounded < 0 ? 0 : rounded > 255 ? 255 : rounded;
}
