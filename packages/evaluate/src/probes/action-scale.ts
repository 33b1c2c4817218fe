import type { ActionStatistics } from '@plumb/model';
import type { ProbeContext } from './probe-context.ts';

const AXES = ['x', 'y', 'z', 'roll', 'pitch', 'yaw'];
/** An axis along which the expert hardly moves tells nothing of scale. */
const MOVES = 0.1;
/** Two moments lie on a line whatever they are. */
const ENOUGH = 6;
/** A healthy policy's least correlation along x, y and z is 0.98 (docs/debug.md); chance seldom gives 0.7 to one of eight pairs. */
const ALIKE = 0.9;
/** A healthy policy's slopes lie between 0.78 and 1.09, its offsets within 0.06; what was never denormalised has some 2.3 to 3. */
const OFF = 2;
const SHIFTED = 0.5;

/** A policy's numbers of one axis as `slope` times the expert's plus `offset`, by least squares over the moments. */
export interface AxisFit {
  readonly axis: string;
  readonly index: number;
  readonly slope: number;
  readonly offset: number;
  /** Correlation. */
  readonly likeness: number;
}

/** Of each axis along which the expert moves; none where too few moments know an expert. */
export function fitToExpert({ moments, answers }: ProbeContext): AxisFit[] {
  const pairs = moments.flatMap(({ expert }, i) => (expert ? [{ expert, own: answers[i]![0]! }] : []));
  if (pairs.length < ENOUGH) return [];
  return AXES.flatMap((axis, index) => {
    const wanted = deviations(pairs.map(({ expert }) => expert[index]!));
    const own = deviations(pairs.map((pair) => pair.own[index]!));
    if (wanted.size < MOVES) return [];
    const both = wanted.values.reduce((sum, value, i) => sum + value * own.values[i]!, 0) / pairs.length;
    const slope = both / wanted.size ** 2;
    const likeness = own.size === 0 ? 0 : both / (wanted.size * own.size);
    return [{ axis, index, slope, offset: own.mean - slope * wanted.mean, likeness }];
  });
}

/**
 * Which normalisation is evidently wrong: actions that are the expert's but for a scale and an offset an axis. Undefined
 * where they are the expert's own, or none of them.
 */
export function judgeScale(
  fits: readonly AxisFit[],
  statistics: ActionStatistics | undefined,
): string | undefined {
  if (fits.length < 2 || fits.some(({ likeness }) => Math.abs(likeness) < ALIKE)) return undefined;
  const off = ({ slope, offset }: AxisFit) => slope > OFF || slope < 1 / OFF || Math.abs(offset) > SHIFTED;
  if (!fits.some(off)) return undefined;
  const listed = fits.map(({ axis, slope, offset }) => `${axis} ${describe(slope, offset)}`).join(', ');
  const mirrored = fits.filter(({ slope }) => slope < 0).map(({ axis }) => axis);
  const cause =
    mirrored.length > 0
      ? `: ${mirrored.join(' and ')} of the other sign`
      : statistics
        ? bySavedStatistics(fits, statistics)
        : ': denormalised never, twice, or with the statistics of another set';
  return `its actions are the expert's times a scale and an offset of their own (${listed})${cause}`;
}

/** Whether the checkpoint's own statistics are just what lies between. */
function bySavedStatistics(fits: readonly AxisFit[], { deviation }: ActionStatistics): string {
  const near = (wanted: (deviation: number) => number) =>
    fits.every(({ slope, index }) => Math.abs(Math.log(slope / wanted(deviation[index]!))) < Math.log(1.5));
  if (near((size) => size)) return ": the checkpoint's own deviations, applied once too often";
  if (near((size) => 1 / size)) return ": the checkpoint's own deviations were never applied";
  return ": not by the checkpoint's own statistics";
}

function describe(slope: number, offset: number): string {
  return `× ${slope.toPrecision(2)}${Math.abs(offset) < 0.005 ? '' : ` ${offset < 0 ? '-' : '+'} ${Math.abs(offset).toFixed(2)}`}`;
}

function deviations(values: readonly number[]): { mean: number; values: number[]; size: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const from = values.map((value) => value - mean);
  return { mean, values: from, size: Math.sqrt(from.reduce((sum, v) => sum + v * v, 0) / values.length) };
}
