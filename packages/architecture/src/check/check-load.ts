import type { Checkpoint } from '@plumb/checkpoint';
import type { PythonEnvironment } from '@plumb/python';
import type { CheckResult } from '../check-result.ts';
import { checkAtlas } from './check-atlas.ts';
import { checkTransformers } from './check-transformers.ts';
import { readModelPlan } from './read-model-plan.ts';

export interface CheckInput {
  readonly checkpoint: Checkpoint;
  readonly environment: PythonEnvironment;
  /** Folder of the code that loads it. Without one no fallback is assumed. */
  readonly source?: string | undefined;
}

/**
 * How the load goes over there, from files alone. Throws `ARCHITECTURE_UNKNOWN` or `ARCHITECTURE_NOT_PREDICTED` for a
 * model whose parameters Plumb does not know, `MODEL_TYPE_UNSURE` where a version alone cannot tell.
 */
export async function checkLoad({ checkpoint, environment, source }: CheckInput): Promise<CheckResult> {
  const plan = await readModelPlan(checkpoint);
  return plan.kind === 'atlas-vla'
    ? checkAtlas(plan, checkpoint, environment, source)
    : checkTransformers(plan, checkpoint, environment, source);
}
