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
  for (let y = 0; y < height; y++) {
    line.fill(0);
    for (let k = 0; k < rows.lengths[y]!; k++)
      addScaled(line, rows.weights[y * rows.stride + k]!, image.data, (rows.starts[y]! + k) * stride);
    resizeLine(line, columns, data, y * width * 3);
  }
  return { ...image, width, height, data };
}

/** The source pixels of each output pixel: from `starts[i]` on, `lengths[i]` of them. */
interface Spans {
  readonly starts: Int32Array;
  readonly lengths: Int32Array;
  /** `stride` places an output pixel. */
  readonly weights: Float32Array;
  readonly stride: number;
}

function addScaled(line: Float32Array, weight: number, data: Uint8Array, from: number): void {
  for (let x = 0; x < line.length; x++) line[x] = line[x]! + f32(weight * data[from + x]!);
}

function resizeLine(
  line: Float32Array,
  { starts, lengths, weights, stride }: Spans,
  out: Uint8Array,
  to: number,
): void {
  let place = to;
  for (let i = 0; i < starts.length; i++) {
    let at = starts[i]! * 3;
    const end = i * stride + lengths[i]!;
    let red = 0;
    let green = 0;
    let blue = 0;
    for (let k = i * stride; k < end; k++) {
      const weight = weights[k]!;
      red = f32(red + f32(weight * line[at++]!));
      green = f32(green + f32(weight * line[at++]!));
      blue = f32(blue + f32(weight * line[at++]!));
    }
    out[place++] = toByte(red);
    out[place++] = toByte(green);
    out[place++] = toByte(blue);
  }
}

function spansOf(from: number, to: number): Spans {
  const inverse = f32(1 / f32(to / from));
  const stretch = Math.max(inverse, 1);
  const shrink = f32(1 / stretch);
  const reach = f32(RADIUS * stretch);
  const stride = Math.ceil(reach) * 2 + 1;
  const spans = {
    starts: new Int32Array(to),
    lengths: new Int32Array(to),
    weights: new Float32Array(to * stride),
    stride,
  };
  for (let i = 0; i < to; i++) {
    const centre = f32(f32(i + 0.5) * inverse);
    const start = clampIndex(Math.ceil(f32(f32(centre - reach) - 0.5)), from);
    const end = clampIndex(Math.floor(f32(f32(centre + reach) - 0.5)), from) + 1;
    spans.starts[i] = start;
    spans.lengths[i] = end - start;
    const weights = spans.weights.subarray(i * stride, i * stride + end - start);
    let sum = 0;
    for (let k = 0; k < weights.length; k++) {
      weights[k] = lanczos(Math.abs(f32(f32(f32(start + k + 0.5) - centre) * shrink)));
      sum = f32(sum + weights[k]!);
    }
    const share = f32(1 / sum);
    for (let k = 0; k < weights.length; k++) weights[k] = weights[k]! * share;
  }
  return spans;
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
