import type { EpisodeRecord } from '@plumb/run';
import type { Match } from '../../cause.ts';
import type { Facts } from '../../facts.ts';
import { episodeHits, fromEpisodes } from '../look-up-facts.ts';

const said = ({ firstError }: EpisodeRecord) =>
  `${firstError!.code} at step ${firstError!.step}: ${firstError!.what}`;

/** Episodes that ended in an error whose first code is one of these: the run itself holds it, so it is proven. */
export function matchLostEpisodes(facts: Facts, codes: ReadonlySet<string>): Match | undefined {
  const hits = episodeHits(
    facts,
    ({ status, firstError }) => status === 'error' && firstError !== undefined && codes.has(firstError.code),
  );
  const [first] = hits;
  if (!first) return undefined;
  return {
    strength: 'proven',
    evidence: fromEpisodes(hits, said),
    details: { code: first.episode.firstError!.code, count: String(hits.length) },
  };
}
