import type { Checkpoint } from '@plumb/checkpoint';
import type { ModelPlan } from './model-plan.ts';

/** The model that a checkpoint was made for, as `checkLoad` sees it. Throws as `checkLoad` does. */
export async function planModel(checkpoint: Checkpoint): Promise<ModelPlan> {
  // loaded here, so that `inspect` does not pay for what it never asks
  const { readModelPlan } = await import('./read-model-plan.ts');
  return readModelPlan(checkpoint);
}
