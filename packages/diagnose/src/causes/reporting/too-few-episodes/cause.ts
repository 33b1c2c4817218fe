import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import { scoreOf } from '../../../symptoms/draft.ts';
import { fromResult } from '../../look-up-facts.ts';

/** Below this even 0 successes leave a rate of 14 % open (95 %, Clopper-Pearson). */
const FEW = 20;

/** Upper end of the one-sided 95 % interval where nothing succeeded: 1 - 0.05^(1/n). */
const upperBound = (n: number) => 1 - 0.05 ** (1 / n);

function match(facts: Facts): Match | undefined {
  const counted = facts.results.flatMap((result) => {
    const score = scoreOf(result);
    return score ? [{ result, ...score }] : [];
  });
  const ran = counted.reduce((sum, result) => sum + result.ran, 0);
  if (ran === 0 || ran >= FEW) return undefined;
  const succeeded = counted.reduce((sum, { successes }) => sum + successes, 0);
  return {
    strength: 'possible',
    evidence: counted.map(({ result, successes, ran }) =>
      fromResult(result, '', `${successes} of ${ran} episodes`),
    ),
    details: {
      ran: String(ran),
      succeeded: String(succeeded),
      bound:
        succeeded === 0
          ? `none of ${ran} excludes only rates above ${(100 * upperBound(ran)).toFixed(0)} %`
          : `one episode more or less moves the rate by ${(100 / ran).toFixed(0)} points`,
    },
  };
}

export const tooFewEpisodes: Cause = {
  code: 'reporting/too-few-episodes',
  title: 'Too few episodes for a rate: {ran}',
  what: '{succeeded} of {ran} episodes succeeded: {bound}.',
  why: 'A success rate is a share of independent trials. With so few its interval is wide, and a comparison with another number says nothing.',
  covers: ['G01'],
  explains: [],
  leadsTo: [],
  remedies: [
    {
      when: 'test',
      text: 'Run 50 episodes a task, as the benchmark does, and give an interval with the rate.',
      commands: [],
      cost: 'Simulator time.',
      risk: 'None.',
    },
  ],
  match,
};
