import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import { fromSource, onlyLoadAsked, sourceHits } from '../../look-up-facts.ts';

function match(facts: Facts): Match | undefined {
  const hits = sourceHits(facts, 'eval-on-config');
  if (hits.length === 0 || onlyLoadAsked(facts)) return undefined;
  return {
    strength: 'possible',
    evidence: hits.map(fromSource),
    details: { argument: String(hits[0]!.detection.details.argument ?? 'text from a file') },
  };
}

export const evalOnConfig: Cause = {
  code: 'security/eval-on-config',
  title: '`eval()` is called on text from a file ({argument})',
  what: 'Text from a config or a task file is run as Python.',
  why: 'A YAML or BDDL file from elsewhere then is a program from elsewhere. It explains no low score.',
  covers: ['H06'],
  explains: [],
  leadsTo: [],
  remedies: [
    {
      when: 'long-term',
      text: 'Use `ast.literal_eval` for numbers and tuples, and a table of names for classes.',
      commands: [],
      cost: 'A few lines.',
      risk: 'None.',
    },
  ],
  match,
};
