import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import {
  firstOfEachLog,
  fromLog,
  fromSource,
  logHits,
  onlyLoadAsked,
  sourceHits,
} from '../../look-up-facts.ts';

const CODE = 'load/error-swallowed';

function match(facts: Facts): Match | undefined {
  const handlers = sourceHits(facts, 'swallowed-load-error');
  const logged = ['warned', 'remote', 'returned', 'counted'].flatMap((pattern) =>
    firstOfEachLog(logHits(facts, CODE, pattern)),
  );
  if (logged.length > 0)
    return { strength: 'proven', evidence: [...logged.map(fromLog), ...handlers.map(fromSource)] };
  if (handlers.length === 0 || onlyLoadAsked(facts)) return undefined;
  // a handler that no log shows in use explains nothing
  return { strength: 'possible', evidence: handlers.map(fromSource), explains: [] };
}

export const errorSwallowed: Cause = {
  code: CODE,
  title: 'The error of the load is swallowed, and the program goes on with an untrained model',
  what: 'Loading the weights raises, an `except` prints a line, and the caller gets the model as it was constructed.',
  why: 'A model with random weights accepts the same observations and answers actions of the same shape, so nothing later notices. Comparing it with itself after export passes too.',
  covers: ['A01'],
  explains: ['no-success'],
  leadsTo: [],
  remedies: [
    {
      when: 'now',
      text: 'Raise in the handler, run again, and treat the error that then appears as the real one.',
      commands: ['plumb check CHECKPOINT --env ENV --source DIR'],
      cost: 'One line.',
      risk: 'None.',
    },
    {
      when: 'long-term',
      text: 'After each load, compare one tensor of the model with the file, and count the keys that were taken.',
      commands: [],
      cost: 'Three lines.',
      risk: 'None.',
    },
  ],
  logPatterns: [
    {
      name: 'warned',
      contains: 'Could not load state dict:',
      regex: /Warning: Could not load state dict: /,
    },
    {
      name: 'remote',
      contains: 'Could not load state dict from remote files:',
      regex: /Could not load state dict from remote files: /,
    },
    {
      name: 'returned',
      contains: 'without loading pretrained weights',
      regex: /Returning model without loading pretrained weights/,
    },
    {
      name: 'counted',
      contains: 'Missing keys when loading state dict:',
      regex: /Missing keys when loading state dict: (?<count>[1-9]\d*) keys/,
    },
  ],
  match,
};
