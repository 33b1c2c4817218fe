import type { ActionChunk } from '@plumb/contract';
import type { AtlasPolicy } from '@plumb/model';
import type { Policy } from '@plumb/policy';
import { average, spread } from './difference.ts';
import type { Moment } from './moment.ts';
import type { ProbeOutcome } from './probe-result.ts';
import type { Questioner } from './questioner.ts';

/** What every probe is given. */
export interface ProbeContext {
  readonly policy: Policy;
  readonly questioner: Questioner;
  readonly moments: readonly Moment[];
  /** The policy's answers at the moments, in order. */
  readonly answers: readonly ActionChunk[];
  /** The largest change between equal questions: below it nothing means anything. */
  readonly noise: number;
}

/** Its insides, where the policy runs here. */
export function insidesOf(policy: Policy): AtlasPolicy['model'] | undefined {
  return 'model' in policy ? (policy as AtlasPolicy).model : undefined;
}

/** How much the expert's action differs from moment to moment, root mean square; undefined where it knows no way. */
export function expertSpread({ moments }: ProbeContext): number | undefined {
  const known = moments.flatMap(({ expert }) => (expert ? [[expert]] : []));
  return known.length < 2 ? undefined : spread(known);
}

/**
 * Changes beside what these moments ask for. `any`: the largest change that anything brought about; within the policy's
 * own noise it depends on nothing. `natural`: the change by what an episode may really show; a healthy policy's action
 * differs between these moments as the expert's does, and below a fifth of that it is weak.
 */
export function judgeChange(any: number, natural: number, context: ProbeContext): ProbeOutcome {
  if (any <= 3 * context.noise + 1e-6) return 'fail';
  const healthy = expertSpread(context);
  return healthy !== undefined && natural < 0.2 * healthy ? 'weak' : 'pass';
}

/** `0.013 (2 % of the expert's 0.62)`. */
export function besideExpert(change: number, context: ProbeContext): string {
  const healthy = expertSpread(context);
  return healthy === undefined
    ? change.toFixed(4)
    : `${change.toFixed(4)} (${Math.round((100 * change) / healthy)} % of the ${healthy.toFixed(2)} by which the expert's action differs between these moments)`;
}

/** Mean error of the first action against the expert's, arm only; undefined where it knows no way. */
export function expertError(moments: readonly Moment[], answers: readonly ActionChunk[]): number | undefined {
  const errors = moments.flatMap(({ expert }, i) => (expert ? [spread([[expert], [answers[i]![0]!]])] : []));
  return errors.length === 0 ? undefined : average(errors);
}
