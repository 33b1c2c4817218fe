import { PlumbError } from '@plumb/core';
import type { LiberoWorld, StepResult } from '@plumb/world';
import type { EpisodeJob, EpisodeRules } from './episode-job.ts';

/**
 * A world as the policy first sees it: seeded, reset as often as an undisturbed run would have, init state set,
 * settled. Whatever the world was used for before does not matter.
 */
export function startEpisode(
  world: LiberoWorld,
  states: readonly Float64Array[],
  job: EpisodeJob,
  rules: EpisodeRules,
): StepResult {
  const state = states[job.initState];
  if (state === undefined) throw noInitState(job, states.length);
  world.resetTo(rules.seed, job.episode + 1);
  if (rules.seeding === 'episode') {
    // lerobot resets once before it seeds, and seeds before every further reset
    world.seed(rules.seed + job.episode);
    world.reset();
  }
  let result = world.setInitState(state);
  for (let step = 0; step < rules.settleSteps; step++) result = world.step(rules.settleAction);
  return result;
}

function noInitState(job: EpisodeJob, count: number): PlumbError {
  return new PlumbError({
    code: 'INIT_STATE_UNKNOWN',
    what: `${job.suite}/${job.taskName} has no init state ${job.initState}.`,
    why: `Its file holds ${count}.`,
    remedy: "Fetch LIBERO's init files again: `plumb assets pull`.",
  });
}
