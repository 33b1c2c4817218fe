import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';

function match(facts: Facts): Match | undefined {
  const found = facts.checkpoints.flatMap(({ globals }) =>
    globals.filter(({ verdict }) => verdict === 'dangerous'),
  );
  const first = found[0];
  if (!first) return undefined;
  return {
    strength: 'proven',
    evidence: found.map(({ name, reason, file, offset }) => ({
      kind: 'checkpoint',
      place: `${file}:${offset}`,
      text: `${name}: ${reason}`,
    })),
    details: { name: first.name },
  };
}

export const dangerousPickle: Cause = {
  code: 'security/dangerous-pickle',
  title: 'The checkpoint would run code when it is loaded: {name}',
  what: 'Its pickle names {name}, which has no place among weights and does something to the machine when it is called.',
  why: 'A pickle is a program. Loading it without restriction calls what it names; that is how a file from elsewhere takes over a machine.',
  covers: ['H05'],
  explains: [],
  leadsTo: [],
  remedies: [
    {
      when: 'now',
      text: 'Do not load the file. Look at every name in it, and at where it came from.',
      commands: ['plumb inspect CHECKPOINT'],
      cost: 'None.',
      risk: 'If it was loaded before, treat that machine as compromised.',
    },
    {
      when: 'long-term',
      text: 'Take the same weights as safetensors from their author.',
      commands: [],
      cost: 'A download.',
      risk: 'None.',
    },
  ],
  match,
};
