import type { Image } from '@plumb/contract';

/**
 * Pillow's filters (`Resample.c`): support in source pixels at scale 1, weight by distance.
 */
export type PillowFilter = 'bilinear' | 'bicubic' | 'lanczos';

const FILTERS: Record<PillowFilter, { support: number; weight: (x: number) => number }> = {
  bilinear: { support: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) },
  bicubic: { support: 2, weight: bicubic },
  lanczos: { support: 3, weight: (x) => (x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0) },
};
/** Fraction bits of a weight: 32, less 8 of the sample and 2 for overshoot (`PRECISION_BITS`). */
const FRACTION = 22;
const HALF = 1 << (FRACTION - 1);

/**
 * `PIL.Image.resize((width, height), filter)` to the bit: two passes, across first, rounded to bytes in between (Pillow 13 goes
 * down first where that is less work; the policies were trained before). Also what torchvision's `Resize` does to a PIL
 * image.
 */
export function resizePillow(image: Image, width: number, height: number, filter: PillowFilter): Image {
  let { data } = image;
  if (width !== image.width)
    data = resizeAcross(data, image.height, image.width, spansOf(image.width, width, filter));
  if (height !== image.height) data = resizeDown(data, width * 3, spansOf(image.height, height, filter));
  return { ...image, width, height, data };
}

/** The source pixels of each output pixel: from `starts[i]` on, `lengths[i]` of them. */
interface Spans {
  readonly starts: Int32Array;
  readonly lengths: Int32Array;
  /** `stride` places an output pixel. */
  readonly weights: Int32Array;
  readonly stride: number;
}

function resizeAcross(data: Uint8Array, rows: number, width: number, spans: Spans): Uint8Array {
  const { starts, lengths, weights, stride } = spans;
  const out = new Uint8Array(rows * starts.length * 3);
  let to = 0;
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < starts.length; i++) {
      let at = (row * width + starts[i]!) * 3;
      const end = i * stride + lengths[i]!;
      let red = HALF;
      let green = HALF;
      let blue = HALF;
      for (let k = i * stride; k < end; k++) {
        const weight = weights[k]!;
        red += data[at++]! * weight;
        green += data[at++]! * weight;
        blue += data[at++]! * weight;
      }
      out[to++] = toByte(red);
      out[to++] = toByte(green);
      out[to++] = toByte(blue);
    }
  }
  return out;
}

function resizeDown(data: Uint8Array, line: number, spans: Spans): Uint8Array {
  const { starts, lengths, weights, stride } = spans;
  const out = new Uint8Array(line * starts.length);
  const sums = new Int32Array(line);
  for (let i = 0; i < starts.length; i++) {
    sums.fill(HALF);
    for (let k = 0; k < lengths[i]!; k++) {
      const weight = weights[i * stride + k]!;
      const from = (starts[i]! + k) * line;
      for (let x = 0; x < line; x++) sums[x] = sums[x]! + data[from + x]! * weight;
    }
    for (let x = 0; x < line; x++) out[i * line + x] = toByte(sums[x]!);
  }
  return out;
}

function toByte(sum: number): number {
  const value = sum >> FRACTION;
  return value < 0 ? 0 : value > 255 ? 255 : value;
}

function spansOf(from: number, to: number, name: PillowFilter): Spans {
  const filter = FILTERS[name];
  const scale = from / to;
  const stretch = Math.max(1, scale);
  const support = filter.support * stretch;
  const stride = Math.ceil(support) * 2 + 1;
  const spans = {
    starts: new Int32Array(to),
    lengths: new Int32Array(to),
    weights: new Int32Array(to * stride),
    stride,
  };
  for (let i = 0; i < to; i++) {
    const centre = (i + 0.5) * scale;
    const start = Math.max(0, Math.trunc(centre - support + 0.5));
    const end = Math.min(from, Math.trunc(centre + support + 0.5));
    const weights = Array.from({ length: end - start }, (_, k) =>
      filter.weight((k + start - centre + 0.5) * (1 / stretch)),
    );
    const sum = weights.reduce((total, weight) => total + weight, 0);
    spans.starts[i] = start;
    spans.lengths[i] = end - start;
    for (const [k, weight] of weights.entries()) {
      const share = sum === 0 ? weight : weight / sum;
      spans.weights[i * stride + k] = Math.trunc(share * 2 ** FRACTION + (share < 0 ? -0.5 : 0.5));
    }
  }
  return spans;
}

function sinc(x: number): number {
  if (x === 0) return 1;
  const angle = x * Math.PI;
  return Math.sin(angle) / angle;
}

function bicubic(x: number): number {
  const a = -0.5;
  const d = Math.abs(x);
  if (d < 1) return ((a + 2) * d - (a + 3)) * d * d + 1;
  return d < 2 ? (((d - 5) * d + 8) * d - 4) * a : 0;
}
