import type { CheckResult } from '@plumb/architecture';
import type { Checkpoint } from '@plumb/checkpoint';
import type { EnvironmentFact } from '../facts.ts';
import { eachCheckpointFirst } from '../rank-loads.ts';
import { planRemedies, type Remedies } from './plan-remedies.ts';
import { isClean } from './predict-outcome.ts';

/** Loads that are planned for: each takes seconds, and a folder of checkpoints fails in one way. */
const MOST = 3;

/** Every way out of one load that fails, for a report. */
export interface LoadPlans extends Pick<CheckResult, 'checkpoint' | 'environment' | 'source'> {
  readonly remedies: Remedies;
}

export interface PlannedLoads {
  readonly plans: readonly LoadPlans[];
  /** Loads that fail and were not planned for. */
  readonly more: number;
}

/** Plans for each load that is not clean, the first one of each checkpoint before others, without what only `plumb fix` writes. */
export async function planLoads(
  loads: readonly CheckResult[],
  checkpoints: readonly Checkpoint[],
  environments: readonly EnvironmentFact[],
  fail: (path: string, error: unknown) => void,
): Promise<PlannedLoads> {
  const failing = eachCheckpointFirst(loads.filter((load) => !isClean(load)));
  const plans: LoadPlans[] = [];
  for (const { checkpoint: path, environment: place, source } of failing.slice(0, MOST)) {
    const checkpoint = checkpoints.find((one) => one.path === path);
    const environment = environments.find((one) => one.environment.path === place)?.environment;
    if (!checkpoint || !environment) continue;
    try {
      const remedies = await planRemedies({ checkpoint, environment, source });
      plans.push({ checkpoint: path, environment: place, source, remedies: forReport(remedies) });
    } catch (error) {
      fail(path, error);
    }
  }
  return { plans, more: Math.max(0, failing.length - MOST) };
}

/** Predictions have every tensor's name, and a copy is a whole checkpoint. */
function forReport({ before, plans }: Remedies): Remedies {
  const short = ({ clean, text }: Remedies['before']) => ({ clean, text });
  return {
    before: short(before),
    plans: plans.map(({ copy, ...plan }) => ({
      ...plan,
      files: [],
      checks: plan.checks.map(({ label, outcome }) => ({ label, outcome: short(outcome) })),
    })),
  };
}
