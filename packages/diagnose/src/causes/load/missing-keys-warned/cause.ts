import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import { firstOfEachLog, fromLog, logHits } from '../../look-up-facts.ts';

const CODE = 'load/missing-keys-warned';

function match(facts: Facts): Match | undefined {
  const hits = firstOfEachLog(logHits(facts, CODE, 'missing'));
  const first = hits[0];
  if (!first) return undefined;
  const keys = [...(first.event.groups.keys ?? '').matchAll(/'([^']+)'/g)].map((m) => m[1]!);
  return {
    strength: 'proven',
    evidence: hits.map(fromLog),
    details: { count: String(keys.length), example: keys[0] ?? 'a tensor' },
  };
}

export const missingKeysWarned: Cause = {
  code: CODE,
  title: '{count} tensors of the model were not in the checkpoint; a warning is all that tells it',
  what: 'The policy was loaded without `strict`. Not filled from the file: {example}, among {count}.',
  why: 'LeRobot’s `from_pretrained` has `strict=False` as its default and prints the missing names at WARNING. What is not filled keeps random initial values; missing statistics leave the actions in normalised units.',
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
