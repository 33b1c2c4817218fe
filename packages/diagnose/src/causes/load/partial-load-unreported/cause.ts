import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import {
  firstOfEachLog,
  fromLog,
  fromPrediction,
  fromSource,
  logHits,
  sourceHits,
} from '../../look-up-facts.ts';

const CODE = 'load/partial-load-unreported';

function match(facts: Facts): Match | undefined {
  const calls = sourceHits(facts, 'strict-false-result-unused');
  const logged = firstOfEachLog(logHits(facts, CODE, 'three-keys-shown'));
  const missing = logged.filter((hit) => Number(hit.event.groups.count) > 0);
  // with other shapes the call raises, strict or not
  const partial = facts.loads.filter(
    ({ missing, unexpected, mismatched }) =>
      missing.length + unexpected.length > 0 && mismatched.length === 0,
  );
  const details = {
    count: missing[0]?.event.groups.count ?? String(partial[0]?.missing.length ?? 'an unknown number of'),
  };
  if (missing.length > 0)
    return { strength: 'proven', evidence: [...missing.map(fromLog), ...calls.map(fromSource)], details };
  if (calls.length === 0) return undefined;
  if (partial.length > 0)
    return {
      strength: 'likely',
      evidence: [
        ...calls.map(fromSource),
        ...partial.map((load) =>
          fromPrediction(load, `${load.missing.length} missing, ${load.unexpected.length} unexpected`),
        ),
      ],
      details,
    };
  // every name is there: what is thrown away is empty
  if (facts.loads.length > 0) return undefined;
  return {
    strength: 'possible',
    evidence: calls.map(fromSource),
    details,
    next: ['plumb check CHECKPOINT --env ENV --source DIR'],
  };
}

export const partialLoadUnreported: Cause = {
  code: CODE,
  title: 'A partial load would go unnoticed: the result of `strict=False` is cut short or thrown away',
  what: '`load_state_dict(…, strict=False)` returns what is missing and what is unexpected. Here the lists are printed to the third name or not at all, and the line after it reports success. Missing here: {count}.',
  why: 'With `strict=False` a checkpoint with not one fitting name loads without an error. The parameters that it does not fill keep their random initial values.',
  covers: ['A06'],
  explains: [],
  couldExplain: ['no-success', 'below-expectation'],
  leadsTo: [],
  remedies: [
    {
      when: 'now',
      text: 'Load with `strict=True`, or raise unless both lists are empty but for names that are written down.',
      commands: ['plumb check CHECKPOINT --env ENV --source DIR'],
      cost: 'One line.',
      risk: 'Loads that used to pass will stop: that is the point.',
    },
    {
      when: 'test',
      text: 'Compare the names of both sides before the next run.',
      commands: ['plumb inspect CHECKPOINT'],
      cost: 'Seconds.',
      risk: 'None.',
    },
  ],
  logPatterns: [
    {
      name: 'three-keys-shown',
      contains: '缺失 keys',
      regex: /缺失 keys \((?<count>\d+)\):/,
    },
  ],
  match,
};
