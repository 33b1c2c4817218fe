import type { Cause, Match } from '../../../cause.ts';
import type { Facts, ResultFact } from '../../../facts.ts';
import { episodes, fromResult, fromSource, sourceHits } from '../../look-up-facts.ts';

interface Short {
  readonly result: ResultFact;
  readonly counted: number;
  readonly listed: number;
  readonly successes: number;
}

function shortFiles(facts: Facts): Short[] {
  return facts.results.flatMap((result) => {
    const all = episodes(result);
    const requested = result.tasks.reduce((sum, task) => sum + (task.requested ?? task.episodes.length), 0);
    const counted = result.claimed.episodes ?? requested;
    // a file without a list of episodes says nothing of what ran
    if (all.length === 0 || counted <= all.length) return [];
    return [{ result, counted, listed: all.length, successes: all.filter((e) => e.success).length }];
  });
}

function match(facts: Facts): Match | undefined {
  const short = shortFiles(facts);
  const worst = short.toSorted((a, b) => b.counted - b.listed - (a.counted - a.listed))[0];
  if (!worst) return undefined;
  return {
    strength: 'proven',
    evidence: [
      ...short.map(({ result, counted, listed, successes }) =>
        fromResult(
          result,
          '',
          `counts ${counted} episodes, lists ${listed}, ${successes} of them successful`,
        ),
      ),
      ...sourceHits(facts, 'rate-over-requested').map(fromSource),
    ],
    details: {
      counted: String(worst.counted),
      listed: String(worst.listed),
      missing: String(worst.counted - worst.listed),
    },
  };
}

export const episodesNotRunCounted: Cause = {
  code: 'reporting/episodes-not-run-counted',
  title: 'Episodes that never ran are counted: {counted} in the rate, {listed} in the list',
  what: 'The result file divides by {counted} episodes, but {missing} of them have no record: they did not run.',
  why: 'The loop over episodes ends early, and the rate is computed as successes by requested episodes. A success rate from such a file is too low, and says nothing of the episodes that are missing.',
  covers: ['G04'],
  explains: ['count-mismatch'],
  leadsTo: [],
  remedies: [
    {
      when: 'now',
      text: 'Divide by the episodes that ended as success or failure, and print errors and episodes that did not run beside the rate.',
      commands: [],
      cost: 'One line.',
      risk: 'Rates published before were computed otherwise: say so where they are compared.',
    },
    {
      when: 'long-term',
      text: 'Fail the run when fewer episodes were recorded than were requested.',
      commands: [],
      cost: 'One assertion.',
      risk: 'None.',
    },
  ],
  match,
};
