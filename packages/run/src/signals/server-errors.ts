import { episodeName } from '../episode-name.ts';
import type { EpisodeRecord } from '../record.ts';
import type { RunDetector } from './detector.ts';

const MANY = 3;

/** Episodes that met an error, whether a retry mended it or not. */
export const serverErrors: RunDetector = {
  code: 'server-errors',
  look(episodes) {
    const hit = episodes.filter((record) => record.firstError !== undefined);
    if (hit.length === 0) return undefined;
    const lost = hit.filter((record) => record.status === 'error').length;
    const first = hit[0]!.firstError!;
    return {
      severity: hit.length >= MANY ? 'suspect' : 'note',
      episodes: hit.slice(0, 5).map(episodeName),
      text: `${hit.length} of ${episodes.length} episodes met an error, ${lost} of them ended in it; the first was ${first.code} at step ${first.step}: ${first.what}${others(hit)}`,
    };
  },
};

/** ` There were also POLICY_TIMEOUT, SERVER_LOST.` */
function others(hit: readonly EpisodeRecord[]): string {
  const first = hit[0]!.firstError!.code;
  const all = hit.flatMap(({ firstError, laterErrors = [] }) => [firstError!, ...laterErrors]);
  const codes = [...new Set(all.map(({ code }) => code))].filter((code) => code !== first);
  return codes.length === 0 ? '' : ` There were also ${codes.sort().join(', ')}.`;
}
