import type { Checkpoint } from '@plumb/checkpoint';
import { PlumbError } from '@plumb/core';
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
  if (checkpoint.adapter)
    throw new PlumbError({
      code: 'ADAPTER_NOT_PLANNED',
      what: `${checkpoint.path} is an adapter, for which Plumb plans no remedies.`,
      why: 'What would have to change is its config, its base or the environment of both, each of which is another question.',
      remedy: `plumb check ${checkpoint.path} says what does not fit; plumb fix takes the base's own folder.`,
    });
  const { outcome: before, model } = await predictOutcome({ checkpoint, environment, source });
  const input: RemedyInput = {
    checkpoint,
    environment,
    source,
    before,
    model: model ?? (await unwrapped(question)),
  };
  const plans: RemedyPlan[] = [];
  let refusal: unknown;
  for (const [name, plan] of Object.entries(PLANNERS)) {
    if (way !== undefined && name !== way) continue;
    onProgress?.(`planning ${name} …`);
    try {
      plans.push(await plan(input));
    } catch (error) {
      // another way may still do: names that a wrapper changed are recognised once they are renamed
      if (!(error instanceof PlumbError)) throw error;
      refusal = error;
      plans.push(notPlanned(name as Way, error, before));
    }
  }
  if (refusal && plans.every(({ verdict }) => verdict === 'impossible')) throw refusal;
  return { before, plans: plans.toSorted((a, b) => RANK[a.verdict] - RANK[b.verdict]) };
}

/** The model that is built for these tensors without their wrappers' prefixes, where it is built for them with none. */
async function unwrapped({ checkpoint, environment, source }: RemedyQuestion) {
  const prefix = checkpoint.prefixes.join('');
  if (prefix === '') return undefined;
  const tensors = checkpoint.tensors.map((tensor) => ({ ...tensor, name: tensor.name.slice(prefix.length) }));
  const bare = { ...checkpoint, tensors, prefixes: [] };
  return (await predictOutcome({ checkpoint: bare, environment, source })).model;
}

function notPlanned(way: Way, error: PlumbError, before: Outcome): RemedyPlan {
  return {
    way,
    title: 'Not planned',
    verdict: 'impossible',
    summary: `${error.what} ${error.why}`,
    cost: '-',
    risk: '-',
    commands: [],
    tables: [],
    notes: [error.remedy],
    files: [],
    checks: [{ label: 'now', outcome: before }],
  };
}
