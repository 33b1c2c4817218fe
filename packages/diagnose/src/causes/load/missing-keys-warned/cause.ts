import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import { firstOfEachLog, fromLog, fromPrediction, logHits } from '../../look-up-facts.ts';

const CODE = 'load/missing-keys-warned';

function match(facts: Facts): Match | undefined {
  const hits = firstOfEachLog(logHits(facts, CODE, 'missing'));
  const first = hits[0];
  if (!first) return predicted(facts);
  const keys = [...(first.event.groups.keys ?? '').matchAll(/'([^']+)'/g)].map((m) => m[1]!);
  return {
    strength: 'proven',
    evidence: hits.map(fromLog),
    details: { count: String(keys.length), example: keys[0] ?? 'a tensor' },
  };
}

/** `from_pretrained` of transformers raises for shapes only. */
function predicted(facts: Facts): Match | undefined {
  const partial = facts.loads.filter(({ loads, missing }) => loads && missing.length > 0);
  const first = partial[0];
  if (!first) return undefined;
  return {
    strength: 'likely',
    evidence: partial.map((load) =>
      fromPrediction(load, `${load.missing.length} missing, the first of them ${load.missing[0]}`),
    ),
    details: { count: String(first.missing.length), example: first.missing[0]! },
  };
}

export const missingKeysWarned: Cause = {
  code: CODE,
  title: '{count} tensors of the model were not in the checkpoint; a warning is all that tells it',
  what: 'The policy was loaded without `strict`. Not filled from the file: {example}, among {count}.',
  why: '`from_pretrained` of LeRobot and of transformers does not raise for missing names; it prints them at WARNING. What is not filled keeps random initial values; missing statistics leave the actions in normalised units.',
  covers: ['A05'],
  explains: [],
  couldExplain: ['no-success', 'below-expectation'],
  leadsTo: [],
  remedies: [
    {
      when: 'now',
      text: 'Load with `strict=True` and read the names. Names that differ by a prefix only belong to another release of the library.',
      commands: ['plumb inspect CHECKPOINT'],
      cost: 'Minutes.',
      risk: 'None.',
    },
    {
      when: 'long-term',
      text: 'Fail on missing names outside a list that is written down.',
      commands: [],
      cost: 'A few lines.',
      risk: 'None.',
    },
  ],
  logPatterns: [
    {
      name: 'missing',
      contains: 'Missing key(s) when loading model:',
      regex: /Missing key\(s\) when loading model: \[(?<keys>.+)/,
    },
  ],
  match,
};
