import { episodeName } from '../episode-name.ts';
import type { EpisodeRecord } from '../record.ts';
import type { RunDetector } from './detector.ts';

const STEPS = 10;

/** Episodes from different init states with the same actions: what the policy sees does not matter to it. */
export const identicalEpisodes: RunDetector = {
  code: 'identical-episodes',
  look(episodes) {
    const groups = new Map<string, EpisodeRecord[]>();
    for (const record of episodes) {
      if (record.steps < STEPS || record.status === 'error' || record.status === 'cancelled') continue;
      groups.set(record.actionsDigest, [...(groups.get(record.actionsDigest) ?? []), record]);
    }
    // from the same init state they may well be identical: episode 50 starts where episode 0 did
    const same = [...groups.values()].filter(
      (group) => new Set(group.map(({ task, initState }) => `${task}/${initState}`)).size > 1,
    );
    if (same.length === 0) return undefined;
    const largest = same.sort((a, b) => b.length - a.length)[0]!;
    const states = new Set(largest.map((record) => record.stateDigest)).size;
    return {
      severity: 'suspect',
      episodes: largest.slice(0, 5).map(episodeName),
      text: `${largest.length} episodes were given exactly the same actions${states === 1 ? ' and ended in exactly the same state' : ''}.`,
    };
  },
};
