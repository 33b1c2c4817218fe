import { type Image, orientImage } from '@plumb/contract';

/** Wang et al., "Image quality assessment: from error visibility to structural similarity", IEEE TIP 13(4), 2004. */
const WINDOW = 11;
const SIGMA = 1.5;
const C1 = (0.01 * 255) ** 2;
const C2 = (0.03 * 255) ** 2;

/** Peak signal-to-noise ratio over all channels, dB; infinite for equal pictures. Sizes must be equal. */
export function psnr(a: Image, b: Image): number {
  const [x, y] = [pixelsOf(a), pixelsOf(b)];
  let squares = 0;
  for (let i = 0; i < x.length; i++) squares += (x[i]! - y[i]!) ** 2;
  return 10 * Math.log10((255 * 255 * x.length) / squares);
}

/**
 * Structural similarity: 11 x 11 Gaussian window with a sigma of 1.5, where it fits wholly; the mean of the three
 * channels. Pictures are at least 11 pixels wide and high, of equal size.
 */
export function ssim(a: Image, b: Image): number {
  const [x, y] = [pixelsOf(a), pixelsOf(b)];
  let sum = 0;
  for (let channel = 0; channel < 3; channel++) {
    const pick = (pixels: Uint8Array) =>
      Float64Array.from({ length: a.width * a.height }, (_, i) => pixels[i * 3 + channel]!);
    sum += ssimOfPlane(pick(x), pick(y), a.width, a.height);
  }
  return sum / 3;
}

function ssimOfPlane(x: Float64Array, y: Float64Array, width: number, height: number): number {
  const times = (a: Float64Array, b: Float64Array) => a.map((value, i) => value * b[i]!);
  const [meanX, meanY, xx, yy, xy] = [x, y, times(x, x), times(y, y), times(x, y)].map((plane) =>
    blur(plane, width, height),
  ) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
  let sum = 0;
  for (let i = 0; i < meanX.length; i++) {
    const [mx, my] = [meanX[i]!, meanY[i]!];
    const covariance = xy[i]! - mx * my;
    const variances = xx[i]! - mx * mx + yy[i]! - my * my;
    sum += ((2 * mx * my + C1) * (2 * covariance + C2)) / ((mx * mx + my * my + C1) * (variances + C2));
  }
  return sum / meanX.length;
}

/** The Gaussian of every window that lies inside, rows joined. */
function blur(plane: Float64Array, width: number, height: number): Float64Array {
  const inner = width - WINDOW + 1;
  const lines = new Float64Array(height * inner);
  const out = new Float64Array((height - WINDOW + 1) * inner);
  for (let k = 0; k < WINDOW; k++) {
    const weight = KERNEL[k]!;
    for (let row = 0; row < height; row++) {
      const [to, from] = [row * inner, row * width + k];
      for (let column = 0; column < inner; column++) lines[to + column]! += weight * plane[from + column]!;
    }
  }
  for (let k = 0; k < WINDOW; k++) {
    const [weight, from] = [KERNEL[k]!, k * inner];
    for (let i = 0; i < out.length; i++) out[i]! += weight * lines[from + i]!;
  }
  return out;
}

const KERNEL = (() => {
  const raw = Array.from({ length: WINDOW }, (_, i) => Math.exp(-((i - 5) ** 2) / (2 * SIGMA ** 2)));
  const sum = raw.reduce((total, value) => total + value);
  return raw.map((value) => value / sum);
})();

function pixelsOf(image: Image): Uint8Array {
  return orientImage(image, 'upright').data;
}
