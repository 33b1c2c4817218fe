import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import { fromSource, onlyLoadAsked, sourceHits } from '../../look-up-facts.ts';

function match(facts: Facts): Match | undefined {
  const hits = sourceHits(facts, 'trust-remote-code').filter(
    ({ detection: { details } }) => details.pinned !== true && details.revision === undefined,
  );
  if (hits.length === 0 || onlyLoadAsked(facts)) return undefined;
  return { strength: 'possible', evidence: hits.map(fromSource) };
}

export const remoteCodeUnpinned: Cause = {
  code: 'security/remote-code-unpinned',
  title: '`trust_remote_code=True` without a pinned revision',
  what: 'The model’s code is fetched from the hub and run, whatever it is on the day of the load.',
  why: 'Whoever can push to that repository can run code here, and two evaluations a week apart may run different models. For model types that transformers knows by itself the argument is not needed at all.',
  covers: ['H04'],
  explains: [],
  leadsTo: [],
  remedies: [
    {
      when: 'long-term',
      text: 'Drop the argument, or pass `revision` with the full hash of a commit that was read.',
      commands: [],
      cost: 'One argument.',
      risk: 'None.',
    },
  ],
  match,
};
