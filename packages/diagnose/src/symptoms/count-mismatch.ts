import { basename } from 'node:path';
import type { Facts } from '../facts.ts';
import type { SymptomDraft } from './draft.ts';

/** Files that count other episodes or successes than they list. */
export function findCountMismatch(facts: Facts): SymptomDraft[] {
  return facts.results.flatMap((result) => {
    const listed = result.tasks.flatMap((task) => task.episodes);
    if (listed.length === 0) return [];
    const { episodes, successes } = result.claimed;
    const succeeded = listed.filter((episode) => episode.success).length;
    const wrong = [
      episodes !== undefined &&
        episodes !== listed.length &&
        `counts ${episodes} episodes and lists ${listed.length}`,
      successes !== undefined &&
        successes !== succeeded &&
        `counts ${successes} successes and lists ${succeeded}`,
    ].filter((words) => words !== false);
    if (wrong.length === 0) return [];
    return [
      {
        kind: 'count-mismatch' as const,
        text: `${basename(result.path)} ${wrong.join(', ')}`,
        brief: `a file that ${wrong[0]}`,
        evidence: [{ kind: 'result' as const, place: result.path, text: wrong.join(', ') }],
        where: [{ path: result.path }],
      },
    ];
  });
}
