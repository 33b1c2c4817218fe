import type { Checkpoint } from '@plumb/checkpoint';
import type { PythonEnvironment } from '@plumb/python';
import type { CheckResult } from '../check-result.ts';
import type { ModuleSpec } from '../module-spec.ts';

export interface CheckInput {
  readonly checkpoint: Checkpoint;
  readonly environment: PythonEnvironment;
  /** Folder of the code that loads it. Without one no fallback is assumed. */
  readonly source?: string | undefined;
  /** Told the model that is built over there, for whoever asks more of it than the outcome. */
  readonly onModel?: (model: ModuleSpec) => void;
}

/**
 * How the load goes over there, from files alone. Throws `ARCHITECTURE_UNKNOWN` or `ARCHITECTURE_NOT_PREDICTED` for a
 * model whose parameters Plumb does not know, `MODEL_TYPE_UNSURE` where a version alone cannot tell.
 */
export async function checkLoad(input: CheckInput): Promise<CheckResult> {
  const { checkpoint, environment, source, onModel } = input;
  if (checkpoint.adapter) {
    const { checkAdapter } = await import('./check-adapter.ts');
    return checkAdapter(input, checkpoint.adapter, checkLoad);
  }
  // loaded here, so that `inspect` does not pay for what it never asks
  const { readModelPlan } = await import('./read-model-plan.ts');
  const plan = await readModelPlan(checkpoint);
  switch (plan.kind) {
    case 'atlas-vla': {
      const { checkAtlas } = await import('./check-atlas.ts');
      return checkAtlas(plan, checkpoint, environment, source, onModel);
    }
    case 'lerobot': {
      const { checkLerobot } = await import('./check-lerobot.ts');
      return checkLerobot(plan, checkpoint, environment, source, onModel);
    }
    case 'openvla': {
      const { checkOpenVla } = await import('./check-openvla.ts');
      return checkOpenVla(plan, checkpoint, environment, source, onModel);
    }
    case 'openpi': {
      const { checkOpenPi } = await import('./check-openpi.ts');
      return checkOpenPi(plan, checkpoint, environment, source, onModel);
    }
    case 'diffusion-policy': {
      const { checkDiffusionPolicy } = await import('./check-diffusion-policy.ts');
      return checkDiffusionPolicy(plan, checkpoint, environment, source, onModel);
    }
    case 'act': {
      const { checkAct } = await import('./check-act.ts');
      return checkAct(plan, checkpoint, environment, source, onModel);
    }
    case 'transformers': {
      const { checkTransformers } = await import('./check-transformers.ts');
      return checkTransformers(plan, checkpoint, environment, source, onModel);
    }
  }
}
