import { ACTION_SIZE, type ActionChunk } from '@plumb/contract';
import type { AtlasPolicy } from '@plumb/model';
import type { Policy } from '@plumb/policy';
import type { ProbeOutcome } from '@plumb/run';
import { DESK_SUITE } from '@plumb/world';
import { average, spread } from './difference.ts';
import type { Moment } from './moment.ts';
import type { Questioner } from './questioner.ts';

/**
 * What a healthy policy shows in plumb-desk, as a share of the expert's difference between the moments: by the pictures of
 * another scene, another task's instruction, another moment's state (healthy-policy.spec.ts, docs/debug.md).
 */
export const HEALTHY = { image: 0.41, instruction: 0.67, state: 0.36 } as const;
/** Half of the least of them. */
const WEAK = 0.2;

/** What every probe is given. */
export interface ProbeContext {
  readonly policy: Policy;
  readonly questioner: Questioner;
  readonly moments: readonly Moment[];
  /** The policy's answers at the moments, in order. */
  readonly answers: readonly ActionChunk[];
  /** How much answers to equal questions differ, root mean square as all changes: a policy that samples has some. */
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

/** Whether a change is one at all, and not the policy's own noise. */
export function isWithinNoise(change: number, { noise }: ProbeContext): boolean {
  return change <= 2 * noise + 1e-6;
}

/**
 * Changes beside what these moments ask for. `any`: the largest change that anything brought about; within the policy's
 * own noise it depends on nothing. `natural`: the change by what an episode may really show; a healthy policy's action
 * differs between these moments as the expert's does, and below a fifth of that it is weak.
 */
export function judgeChange(any: number, natural: number, context: ProbeContext): ProbeOutcome {
  if (isWithinNoise(any, context)) return 'fail';
  const healthy = expertSpread(context);
  return healthy !== undefined && natural < WEAK * healthy ? 'weak' : 'pass';
}

/** `0.013 (2 % of the 0.62 …; a healthy policy's: 41 %)`. */
export function besideExpert(change: number, of: keyof typeof HEALTHY, context: ProbeContext): string {
  const expert = expertSpread(context);
  if (expert === undefined) return change.toFixed(4);
  const measured = context.moments.every(({ task }) => task.startsWith(`${DESK_SUITE}/`));
  const healthy = measured ? `; a healthy policy's: ${percent(HEALTHY[of])}` : '';
  return `${change.toFixed(4)} (${percent(change / expert)} of the ${expert.toFixed(2)} by which the expert's action differs between these moments${healthy})`;
}

const percent = (share: number) => `${Math.round(100 * share)} %`;

/** What every change is set beside, for its numbers. */
export function measuresOf(context: ProbeContext): Record<string, number> {
  const healthy = expertSpread(context);
  return { 'own-noise': context.noise, ...(healthy === undefined ? {} : { 'expert-spread': healthy }) };
}

/** `; its own noise 0.0021`, where it has some. */
export function besideNoise({ noise }: ProbeContext): string {
  return noise === 0 ? '' : ` Its own noise is ${noise.toFixed(4)}.`;
}

/** Mean error of the first action against the expert's, arm only; undefined where it knows no way. */
export function expertError(moments: readonly Moment[], answers: readonly ActionChunk[]): number | undefined {
  const errors = moments.flatMap(({ expert }, i) => (expert ? [spread([[expert], [answers[i]![0]!]])] : []));
  return errors.length === 0 ? undefined : average(errors);
}

/** The same of an arm that stands still: what a policy has to beat. */
export function stillError(moments: readonly Moment[]): number | undefined {
  return expertError(
    moments,
    moments.map(() => [new Float64Array(ACTION_SIZE)]),
  );
}
