import type { Checkpoint } from '@plumb/checkpoint';
import type { PythonEnvironment } from '@plumb/python';
import type { CheckResult } from '../check-result.ts';

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
  // loaded here, so that `inspect` does not pay for what it never asks
  const [{ readModelPlan }, { checkAtlas }, { checkTransformers }] = await Promise.all([
    import('./read-model-plan.ts'),
    import('./check-atlas.ts'),
    import('./check-transformers.ts'),
  ]);
  const plan = await readModelPlan(checkpoint);
  return plan.kind === 'atlas-vla'
    ? checkAtlas(plan, checkpoint, environment, source)
    : checkTransformers(plan, checkpoint, environment, source);
}
