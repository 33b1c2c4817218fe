import type { ProbeResult } from '@plumb/run';
import { fitToExpert, judgeScale } from './action-scale.ts';
import { insidesOf, type ProbeContext } from './probe-context.ts';

const ARM = 6;
const NAMES = ['x', 'y', 'z', 'roll', 'pitch', 'yaw', 'gripper'];

/** Do the actions look like LIBERO's: within [-1, 1], neither stuck at its ends nor at nothing; were statistics set? */
export async function probeStatistics(context: ProbeContext): Promise<ProbeResult> {
  const rows = context.answers.flat();
  const columns = NAMES.map((_, i) => rows.map((row) => row[i]!));
  const share = (test: (value: number) => boolean) =>
    columns.slice(0, ARM).flat().filter(test).length / (ARM * rows.length);
  const numbers: Record<string, number> = {
    'largest-arm': Math.max(...columns.slice(0, ARM).flat().map(Math.abs)),
    'share-beyond-1': share((value) => Math.abs(value) > 1),
    'share-below-0.02': share((value) => Math.abs(value) < 0.02),
  };
  const statistics = insidesOf(context.policy)?.statistics;
  const neverSet =
    statistics?.mean.every((value) => value === 0) && statistics.deviation.every((value) => value === 1);
  const complaints: string[] = [];
  if (numbers['share-beyond-1']! > 0.2)
    complaints.push(
      `${percent(numbers['share-beyond-1']!)} of the arm's numbers lie beyond [-1, 1], where the controller clips: denormalised twice, or with statistics of another scale`,
    );
  const constant = rows.length > 1 && columns.every((column) => new Set(column).size === 1);
  // what repeats one action has no scale
  if (constant) complaints.push('every answer is the same action');
  else if (numbers['share-below-0.02']! > 0.95)
    complaints.push(
      'nearly all of the arm’s numbers are below 0.02: metres and radians where LIBERO wants shares of its range, or denormalised with deviations that are too small',
    );
  const fits = fitToExpert(context);
  for (const { axis, slope, offset, likeness } of fits)
    Object.assign(numbers, {
      [`${axis}-slope`]: slope,
      [`${axis}-offset`]: offset,
      [`${axis}-likeness`]: likeness,
    });
  const scale = judgeScale(fits, neverSet ? undefined : statistics);
  if (scale !== undefined) complaints.push(scale);
  if (statistics && !neverSet)
    complaints.push(...beyondStatistics(columns, statistics.mean, statistics.deviation));
  const told = neverSet
    ? " The checkpoint's statistics are still 0 and 1: they were never set, and actions are taken as the network gives them."
    : '';
  const range = `Arm up to ${numbers['largest-arm']!.toFixed(2)}, ${percent(numbers['share-beyond-1']!)} beyond 1.`;
  return {
    name: 'action-statistics',
    outcome: complaints.length > 0 ? 'fail' : neverSet ? 'weak' : 'pass',
    text: `${complaints.length > 0 ? `${capital(complaints.join('; '))}.` : range}${told}`,
    numbers,
  };
}

/** Means that lie further from the statistics' than three deviations. */
function beyondStatistics(
  columns: readonly number[][],
  mean: Float32Array,
  deviation: Float32Array,
): string[] {
  return NAMES.flatMap((name, i) => {
    const values = columns[i]!;
    const average = values.reduce((sum, value) => sum + value, 0) / values.length;
    const distance = Math.abs(average - mean[i]!) / Math.max(deviation[i]!, 1e-6);
    return distance > 3
      ? [`${name} is ${distance.toFixed(1)} deviations from the mean that the checkpoint was trained on`]
      : [];
  });
}

const percent = (share: number) => `${Math.round(100 * share)} %`;
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
