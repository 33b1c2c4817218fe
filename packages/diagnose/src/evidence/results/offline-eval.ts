import type { ResultFact } from '../../facts.ts';
import { type JsonObject, numberOf, textOf } from './json.ts';

const SAMPLES = ['n_samples', 'num_samples', 'samples'] as const;
// the first is AtlasVLA's `eval/eval_train_set.py`
const ERRORS = ['mse_first_step_mean', 'mse_mean', 'mse', 'action_mse', 'mean_mse'] as const;

/** Mean squared error on recorded actions, in the units of the (normalised) action. */
export function fromOfflineEval(json: JsonObject, path: string): ResultFact | undefined {
  const mse = ERRORS.map((key) => numberOf(json[key])).find((value) => value !== undefined);
  const samples = SAMPLES.map((key) => numberOf(json[key])).find((value) => value !== undefined);
  if (mse === undefined || samples === undefined) return undefined;
  return {
    path,
    suite: textOf(json.dataset_repo) ?? textOf(json.dataset),
    checkpoint: textOf(json.checkpoint),
    timestamp: textOf(json.timestamp),
    horizon: undefined,
    tasks: [],
    claimed: {},
    offline: { samples, mse },
  };
}
