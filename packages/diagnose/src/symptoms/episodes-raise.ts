import type { Facts } from '../facts.ts';
import type { SymptomDraft } from './draft.ts';

/** Episodes listed as evidence of one run; the rest says the same. */
const LISTED = 5;

/** Runs of `plumb eval` in which episodes ended in an error. */
export function findEpisodesRaise(facts: Facts): SymptomDraft[] {
  return facts.runs.flatMap(({ path, episodes }) => {
    const lost = episodes.filter(({ status }) => status === 'error');
    const [first] = lost;
    if (!first) return [];
    return [
      {
        kind: 'episodes-raise' as const,
        text: `${lost.length} of ${episodes.length} episodes ended in an error; the first: ${first.firstError?.what ?? 'not recorded'}`,
        brief: 'the episodes that ended in an error',
        evidence: lost.slice(0, LISTED).map(({ suite, task, episode, firstError }) => ({
          kind: 'run' as const,
          place: `${path}#${suite}/${task}/${episode}`,
          text: firstError
            ? `${firstError.code} at step ${firstError.step}: ${firstError.what}`
            : 'ended in an error',
        })),
        where: [{ path }],
      },
    ];
  });
}
