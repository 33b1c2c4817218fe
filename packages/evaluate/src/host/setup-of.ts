import type { WorkerSetup } from '../worker/messages.ts';
import type { EvaluationOptions } from './evaluation-options.ts';
import { lookOf, rulesOf } from './rules-of.ts';

/** What a worker of this evaluation is started with. */
export function setupOf({ run: { spec }, policy }: EvaluationOptions): Omit<WorkerSetup, 'cancel'> {
  return {
    rules: rulesOf(spec),
    manifest: spec.policy.manifest,
    ...(typeof policy === 'string' && { policy }),
    look: lookOf(spec),
    physics: spec.physics.version,
  };
}
