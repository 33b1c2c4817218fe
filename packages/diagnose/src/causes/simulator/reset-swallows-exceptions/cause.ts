import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import { fromSource, onlyLoadAsked, sourceHits } from '../../look-up-facts.ts';

function match(facts: Facts): Match | undefined {
  const hits = sourceHits(facts, 'reset-swallows-exceptions');
  if (hits.length === 0 || onlyLoadAsked(facts)) return undefined;
  return { strength: 'possible', evidence: hits.map(fromSource) };
}

export const resetSwallowsExceptions: Cause = {
  code: 'simulator/reset-swallows-exceptions',
  title: '`reset()` swallows every exception and tries again for ever',
  what: 'A `continue` in a `finally` discards whatever was raised. An error that does not go away by itself becomes a program that hangs at full load without a traceback.',
  why: 'LIBERO repeats a reset whose random placement failed, and means that one exception only. `continue` in `finally` drops all of them, an interrupt from the keyboard among them.',
  covers: ['F14'],
  explains: ['hang'],
  leadsTo: [],
  remedies: [
    {
      when: 'now',
      text: 'Where a run hangs in a reset, look at the process from outside: a stack at this loop settles it.',
      commands: ['py-spy dump --pid PID'],
      cost: 'A minute.',
      risk: 'None.',
    },
    {
      when: 'long-term',
      text: 'Take the `finally` out, catch the placement error alone, and give up after some tries.',
      commands: [],
      cost: 'Three lines in a fork of LIBERO.',
      risk: 'None.',
    },
  ],
  match,
};
