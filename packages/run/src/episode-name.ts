import type { EpisodeKey } from './record.ts';

/** `libero_spatial/3/17`: names an episode within a run and across runs. */
export function episodeName(key: Pick<EpisodeKey, 'suite' | 'task' | 'episode'>): string {
  return `${key.suite}/${key.task}/${key.episode}`;
}
