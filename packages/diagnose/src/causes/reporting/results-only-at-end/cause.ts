import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import { fromSource, onlyLoadAsked, sourceHits } from '../../look-up-facts.ts';

function match(facts: Facts): Match | undefined {
  const hits = sourceHits(facts, 'results-written-at-end');
  if (hits.length === 0 || onlyLoadAsked(facts)) return undefined;
  return { strength: 'possible', evidence: hits.map(fromSource) };
}

export const resultsOnlyAtEnd: Cause = {
  code: 'reporting/results-only-at-end',
  title: 'Results are written once, after the last episode',
  what: 'The script keeps all results in memory and writes them at the end. A crash in the last task loses every task before it.',
  why: 'Evaluations run for hours, and simulators do crash. This is no cause of a low score; it is why there may be no file to look at.',
  covers: ['G15'],
  explains: [],
  leadsTo: [],
  remedies: [
    {
      when: 'long-term',
      text: 'Append a line for each episode, and compute the summary from the lines.',
      commands: [],
      cost: 'A few lines.',
      risk: 'None.',
    },
  ],
  match,
};
