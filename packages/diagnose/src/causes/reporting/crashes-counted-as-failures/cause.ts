import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import {
  episodes,
  firstOfEachLog,
  fromLog,
  fromResult,
  fromSource,
  logHits,
  onlyLoadAsked,
  sourceHits,
} from '../../look-up-facts.ts';

const CODE = 'reporting/crashes-counted-as-failures';

function match(facts: Facts): Match | undefined {
  const counted = sourceHits(facts, 'exception-counted-as-failure');
  const logged = ['episode-error', 'connection', 'summary', 'caught'].flatMap((pattern) =>
    firstOfEachLog(logHits(facts, CODE, pattern)),
  );
  const crashed = facts.results.flatMap((result) => {
    const failed = episodes(result).filter((episode) => !episode.success);
    const errors = failed.filter(({ error }) => error !== undefined);
    return errors.length > 0
      ? [{ result, failed: failed.length, errors: errors.length, first: errors[0]!.error! }]
      : [];
  });
  if (crashed.length > 0)
    return {
      strength: 'proven',
      evidence: [
        ...crashed.map(({ result, failed, errors, first }) =>
          fromResult(result, '', `${errors} of ${failed} failed episodes hold an error, the first: ${first}`),
        ),
        ...logged.map(fromLog),
      ],
      details: { count: String(crashed.reduce((sum, { errors }) => sum + errors, 0)) },
      // a failure without an error among them is the policy's own
      explains: crashed.every(({ failed, errors }) => errors === failed)
        ? ['no-success', 'below-expectation']
        : ['below-expectation'],
    };
  if (logged.length > 0)
    return {
      strength: 'likely',
      evidence: [...logged.map(fromLog), ...counted.map(fromSource)],
      details: { count: 'an unknown number of' },
      explains: ['below-expectation'],
    };
  if (counted.length === 0 || onlyLoadAsked(facts)) return undefined;
  return {
    strength: 'possible',
    evidence: counted.map(fromSource),
    details: { count: 'an unknown number of' },
    explains: [],
  };
}

export const crashesCountedAsFailures: Cause = {
  code: CODE,
  title: 'Episodes that crashed are counted as failures of the policy ({count})',
  what: 'An exception ends the episode, and the rate counts it like one that the policy lost.',
  why: 'The loop over episodes catches everything and goes on. A lost connection, a missing key or a wrong shape then looks like a policy that cannot do the task.',
  covers: ['G02'],
  explains: ['no-success', 'below-expectation'],
  leadsTo: [],
  remedies: [
    {
      when: 'now',
      text: 'Read the first exception and remove its cause; it is the same in every episode more often than not.',
      commands: ['plumb diagnose LOG RESULT'],
      cost: 'Minutes.',
      risk: 'None.',
    },
    {
      when: 'long-term',
      text: 'Record success, failure and error apart, and print errors beside the rate.',
      commands: [],
      cost: 'A few lines.',
      risk: 'Rates published before counted otherwise.',
    },
  ],
  logPatterns: [
    { name: 'episode-error', contains: 'Episode error:', regex: /Episode error: \S/ },
    { name: 'connection', contains: 'ConnectionClosed', regex: /\bep\d+: ConnectionClosed\b/ },
    {
      name: 'summary',
      contains: 'episodes had errors',
      regex: /(?<count>[1-9]\d*) episodes had errors/,
    },
    { name: 'caught', contains: 'Caught exception:', regex: /Caught exception: \S/ },
  ],
  match,
};
