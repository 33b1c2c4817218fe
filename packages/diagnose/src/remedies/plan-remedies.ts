import type { Checkpoint } from '@plumb/checkpoint';
import type { PythonEnvironment } from '@plumb/python';
import { planConversion } from './convert-names.ts';
import { planOtherModel } from './other-language-model.ts';
import { planPartialLoad } from './partial-load.ts';
import { predictOutcome } from './predict-outcome.ts';
import type { Outcome, RemedyInput, RemedyPlan, RemedyVerdict, Way } from './remedy-plan.ts';
import { planRetraining } from './retrain.ts';
import { planUpgrade } from './upgrade-transformers.ts';

export interface RemedyQuestion {
  readonly checkpoint: Checkpoint;
  readonly environment: PythonEnvironment;
  readonly source?: string | undefined;
  /** One way only; all of them unless given. */
  readonly way?: Way | undefined;
  readonly onProgress?: (text: string) => void;
}

export interface Remedies {
  readonly before: Outcome;
  /** The best first. */
  readonly plans: readonly RemedyPlan[];
}

const PLANNERS: Record<Way, (input: RemedyInput) => RemedyPlan | Promise<RemedyPlan>> = {
  upgrade: planUpgrade,
  convert: planConversion,
  'other-model': planOtherModel,
  retrain: planRetraining,
  partial: planPartialLoad,
};

const RANK: Record<RemedyVerdict, number> = {
  fixes: 0,
  trains: 1,
  'not-a-fix': 2,
  impossible: 3,
  'not-needed': 4,
};

/** Plans each way of getting a checkpoint to load, and predicts the load after each. Throws as `checkLoad` does. */
export async function planRemedies(question: RemedyQuestion): Promise<Remedies> {
  const { checkpoint, environment, source, way, onProgress } = question;
  const { outcome: before, model } = await predictOutcome({ checkpoint, environment, source });
  const input: RemedyInput = { checkpoint, environment, source, before, model };
  const plans: RemedyPlan[] = [];
  for (const [name, plan] of Object.entries(PLANNERS)) {
    if (way !== undefined && name !== way) continue;
    onProgress?.(`planning ${name} …`);
    plans.push(await plan(input));
  }
  return { before, plans: plans.toSorted((a, b) => RANK[a.verdict] - RANK[b.verdict]) };
}
