import type { EpisodeRecord, RunSpec } from '@plumb/run';
import { digestOf } from '../episode/digest.ts';
import type { EpisodeJob } from '../episode/episode-job.ts';

/** An episode that ended in an error before anything was recorded of it: its task could not be opened, its thread died. */
export function recordOfError(
  job: EpisodeJob,
  { protocol }: RunSpec,
  firstError: NonNullable<EpisodeRecord['firstError']>,
): EpisodeRecord {
  const { suite, task, taskName, episode, initState, instruction, attempt } = job;
  return {
    suite,
    task,
    taskName,
    episode,
    initState,
    seed: protocol.seed.value,
    instruction,
    status: 'error',
    steps: 0,
    questions: 0,
    actionsDigest: digestOf([]),
    stateDigest: digestOf([]),
    signals: [],
    firstError,
    attempts: attempt,
    timing: { total: 0, simulation: 0, rendering: 0, inference: 0 },
  };
}
