import type { RunSpec } from '@plumb/run';
import type { EpisodeRules } from '../episode/episode-job.ts';

/** What a worker needs to know of a run's protocol. */
export function rulesOf({ protocol }: RunSpec): EpisodeRules {
  return {
    settleSteps: protocol.settleSteps.value,
    settleAction: protocol.settleAction.value,
    horizon: protocol.horizon.value,
    replan: protocol.replan.value,
    seed: protocol.seed.value,
    seeding: protocol.seeding.value,
  };
}

/** Whose picture is drawn. */
export const lookOf = ({ look }: RunSpec): 2 | 3 => (look === 3 ? 3 : 2);
