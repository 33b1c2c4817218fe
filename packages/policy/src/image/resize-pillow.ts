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

/**
 * `PIL.Image.resize((width, height), filter)` to the bit: two passes, across first, rounded to bytes in between (Pillow 13 goes
 * down first where that is less work; the policies were trained before).
 * Also what torchvision's `Resize` does to a PIL image.
 */
export function resizePillow(image: Image, width: number, height: number, filter: PillowFilter): Image {
  let { data } = image;
  if (width !== image.width)
    data = resizeLines(data, {
      lines: image.height,
      lineStride: image.width * 3,
      pixelStride: 3,
      outLineStride: width * 3,
      outPixelStride: 3,
      spans: spansOf(image.width, width, filter),
    });
  if (height !== image.height)
    data = resizeLines(data, {
      lines: width,
      lineStride: 3,
      pixelStride: width * 3,
      outLineStride: 3,
      outPixelStride: width * 3,
      spans: spansOf(image.height, height, filter),
    });
  return { ...image, width, height, data };
}

/** The source pixels of one output pixel. */
interface Span {
  readonly start: number;
  readonly weights: Int32Array;
}

interface Lines {
  readonly lines: number;
  readonly lineStride: number;
  readonly pixelStride: number;
  readonly outLineStride: number;
  readonly outPixelStride: number;
  readonly spans: readonly Span[];
}

function resizeLines(data: Uint8Array, way: Lines): Uint8Array {
  const out = new Uint8Array(way.lines * way.spans.length * 3);
  for (let line = 0; line < way.lines; line++) {
    for (const [i, { start, weights }] of way.spans.entries()) {
      const from = line * way.lineStride + start * way.pixelStride;
      const to = line * way.outLineStride + i * way.outPixelStride;
      for (let channel = 0; channel < 3; channel++) {
        let sum = 1 << (FRACTION - 1);
        for (let k = 0; k < weights.length; k++)
          sum += data[from + k * way.pixelStride + channel]! * weights[k]!;
        const value = sum >> FRACTION;
        out[to + channel] = value < 0 ? 0 : value > 255 ? 255 : value;
      }
    }
  }
  return out;
}

function spansOf(from: number, to: number, name: PillowFilter): Span[] {
  const filter = FILTERS[name];
  const scale = from / to;
  const stretch = Math.max(1, scale);
  const support = filter.support * stretch;
  return Array.from({ length: to }, (_, i) => {
    const centre = (i + 0.5) * scale;
    const start = Math.max(0, Math.trunc(centre - support + 0.5));
    const end = Math.min(from, Math.trunc(centre + support + 0.5));
    const weights = Array.from({ length: end - start }, (_, k) =>
      filter.weight((k + start - centre + 0.5) * (1 / stretch)),
    );
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return {
      start,
      weights: Int32Array.from(weights, (weight) => {
        const share = sum === 0 ? weight : weight / sum;
        return Math.trunc(share * 2 ** FRACTION + (share < 0 ? -0.5 : 0.5));
      }),
    };
  });
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
