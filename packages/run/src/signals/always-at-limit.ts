import { episodeName } from '../episode-name.ts';
import type { RunDetector } from './detector.ts';

const EPISODES = 5;

/** Nothing ever succeeds, and nothing ends before its time. */
export const alwaysAtLimit: RunDetector = {
  code: 'always-at-limit',
  look(episodes, horizon) {
    const scored = episodes.filter(({ status }) => status === 'success' || status === 'failure');
    if (scored.length < EPISODES || scored.some(({ steps }) => steps < horizon)) return undefined;
    return {
      severity: 'suspect',
      episodes: scored.slice(0, 5).map(episodeName),
      text: `All ${scored.length} episodes ran into the limit of ${horizon} steps.`,
    };
  },
};
