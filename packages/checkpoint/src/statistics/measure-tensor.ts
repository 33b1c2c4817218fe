import { DTYPE_BYTES, type DType, elementCount } from '@plumb/contract';
import type { TensorEntry } from '../checkpoint.ts';
import type { DataFiles } from '../elements/data-files.ts';
import { decoderOf, type Numbers } from '../elements/decode-elements.ts';
import { readPieces } from '../elements/read-pieces.ts';

/** What one pass over a tensor's elements found. NaN and infinities are counted, and left out of the rest. */
export interface TensorStatistics {
  readonly elements: number;
  readonly nan: number;
  readonly inf: number;
  readonly zeros: number;
  /** Null where no element is finite, or where the dtype is not read (complex, quantised, float4). */
  readonly min: number | null;
  readonly max: number | null;
  readonly mean: number | null;
  /** Of the population; torch's `std(correction=0)`. */
  readonly std: number | null;
  /** Fourth central moment over the variance squared: 3 for a normal, 1.8 for a uniform distribution. */
  readonly kurtosis: number | null;
  /** Its elements were read as numbers. */
  readonly read: boolean;
}

/** Reads a tensor once. Moments are summed by piece around the piece's own mean and merged, so that none cancels. */
export function measureTensor(tensor: TensorEntry, files: DataFiles): TensorStatistics {
  const decode = decoderOf(tensor.dtype);
  const elements = elementCount(tensor.shape);
  if (decode === undefined || tensor.offset < 0) return unread(elements);
  const moments = new Moments();
  for (const { bytes } of readPieces(files, tensor)) moments.add(decode(bytes));
  return moments.finish(elements);
}

const unread = (elements: number): TensorStatistics => ({
  elements,
  nan: 0,
  inf: 0,
  zeros: 0,
  min: null,
  max: null,
  mean: null,
  std: null,
  kurtosis: null,
  read: false,
});

class Moments {
  private count = 0;
  private nan = 0;
  private inf = 0;
  private zeros = 0;
  private min = Number.POSITIVE_INFINITY;
  private max = Number.NEGATIVE_INFINITY;
  private mean = 0;
  /** Sums of the second, third and fourth powers of the distance from the mean. */
  private m2 = 0;
  private m3 = 0;
  private m4 = 0;

  add(values: Numbers): void {
    const before = this.nan + this.inf;
    const sum = this.scan(values);
    const count = values.length - (this.nan + this.inf - before);
    if (count === 0) return;
    const mean = sum / count;
    const finite = count === values.length;
    let m1 = 0;
    let m2 = 0;
    let m3 = 0;
    let m4 = 0;
    for (let i = 0; i < values.length; i++) {
      const d = values[i]! - mean;
      if (!finite && !Number.isFinite(d)) continue;
      const square = d * d;
      m1 += d;
      m2 += square;
      m3 += square * d;
      m4 += square * square;
    }
    // what the mean itself was rounded by
    const e = m1 / count;
    this.merge(
      count,
      mean + e,
      m2 - count * e * e,
      m3 - 3 * e * m2 + 2 * count * e ** 3,
      m4 - 4 * e * m3 + 6 * e * e * m2 - 3 * count * e ** 4,
    );
  }

  /** Extremes and counts; the sum of what is finite. */
  private scan(values: Numbers): number {
    let { min, max, zeros } = this;
    let sum = 0;
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      if (!Number.isFinite(value)) {
        if (Number.isNaN(value)) this.nan++;
        else this.inf++;
        continue;
      }
      if (value < min) min = value;
      if (value > max) max = value;
      if (value === 0) zeros++;
      sum += value;
    }
    Object.assign(this, { min, max, zeros });
    return sum;
  }

  /** Pébay, "Formulas for robust, one-pass parallel computation of covariances and arbitrary-order moments" (2008). */
  private merge(count: number, mean: number, m2: number, m3: number, m4: number): void {
    const before = this.count;
    const n = before + count;
    const delta = mean - this.mean;
    const step = delta / n;
    const cross = delta * step * before * count;
    this.m4 +=
      m4 +
      cross * step * step * (before * before - before * count + count * count) +
      6 * step * step * (before * before * m2 + count * count * this.m2) +
      4 * step * (before * m3 - count * this.m3);
    this.m3 += m3 + cross * step * (before - count) + 3 * step * (before * m2 - count * this.m2);
    this.m2 += m2 + cross;
    this.mean += step * count;
    this.count = n;
  }

  finish(elements: number): TensorStatistics {
    const { nan, inf, zeros, count } = this;
    const known = count > 0;
    const variance = this.m2 / count;
    return {
      elements,
      nan,
      inf,
      zeros,
      min: known ? this.min : null,
      max: known ? this.max : null,
      mean: known ? this.mean : null,
      std: known ? Math.sqrt(variance) : null,
      kurtosis: known && variance > 0 ? this.m4 / count / (variance * variance) : null,
      read: true,
    };
  }
}

/** Bytes that reading a tensor takes, for a progress line. */
export const bytesOf = ({ dtype, shape }: { dtype: DType; shape: readonly number[] }) =>
  elementCount(shape) * DTYPE_BYTES[dtype];
