import type { EpisodeRecord, RunSpec } from '@plumb/run';
import { episodeName } from '@plumb/run';
import { tasksOf } from '@plumb/world';
import type { EpisodeJob } from '../episode/episode-job.ts';

/** Init states that LIBERO and plumb-desk have a task; episode k starts from state k mod 50. */
const INIT_STATES = 50;

/** Every episode of a run, by task and episode. A shard has those whose task and episode number add up to its own. */
export function planEpisodes(spec: RunSpec): Omit<EpisodeJob, 'attempt'>[] {
  const names = tasksOf(spec.suite);
  const { shard } = spec;
  return spec.tasks.value.flatMap((task) => {
    const { name, instruction } = names[task]!;
    const episodes = Array.from({ length: spec.protocol.episodes.value }, (_, episode) => ({
      suite: spec.suite,
      task,
      taskName: name,
      instruction,
      episode,
      initState: episode % INIT_STATES,
    }));
    // not the episode number alone: shard k would see init state k of every task, and be easier or harder for it
    return shard
      ? episodes.filter(({ episode }) => (episode + task) % shard.count === shard.index)
      : episodes;
  });
}

/** What is still to be run: what ended in an error or was cancelled counts as not run. */
export function openEpisodes(
  spec: RunSpec,
  done: ReadonlyMap<string, EpisodeRecord>,
): Omit<EpisodeJob, 'attempt'>[] {
  return planEpisodes(spec).filter((job) => {
    const status = done.get(episodeName(job))?.status;
    return status !== 'success' && status !== 'failure';
  });
}
