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
    return {
      strength: 'proven',
      evidence: [...logged.map(fromLog), ...handlers.map(fromSource)],
      details: WEIGHTS,
    };
  if (handlers.length === 0 || onlyLoadAsked(facts)) return undefined;
  // a handler that no log shows in use explains nothing
  return {
    strength: 'possible',
    evidence: handlers.map(fromSource),
    explains: [],
    details: detailsOf(handlers.map(({ detection }) => detection.details.what)),
  };
}

// the lines in a log are all about weights
const WEIGHTS = {
  thing: 'the weights',
  goesOn: 'with an untrained model',
  gets: 'the model as it was constructed',
};
const READERS = {
  tokenizer: ['the tokenizer', 'without the tokenizer', 'no tokenizer'],
  processor: ['the processor', 'without the processor', 'no processor'],
  both: ['the tokenizer and the processor', 'without them', 'neither of them'],
} as const;

/** No model is untrained where only its tokenizer or processor is missing. */
function detailsOf(kinds: readonly unknown[]): Readonly<Record<string, string>> {
  const known = (['tokenizer', 'processor'] as const).filter((kind) => kinds.includes(kind));
  const [kind] = known;
  if (kind === undefined || kinds.some((each) => each !== 'tokenizer' && each !== 'processor'))
    return WEIGHTS;
  const [thing, goesOn, gets] = READERS[known.length > 1 ? 'both' : kind];
  return { thing, goesOn, gets };
}

export const errorSwallowed: Cause = {
  code: CODE,
  title: 'The error of loading {thing} is swallowed, and the program goes on {goesOn}',
  what: 'Loading {thing} raises, an `except` lets it pass, and the caller gets {gets}.',
  why: 'A model with random weights accepts the same observations and answers actions of the same shape, so nothing later notices. Comparing it with itself after export passes too. Without its tokenizer or processor a program stops later with another error, or prepares its inputs as the model was not trained.',
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
      text: 'After each load of weights, compare one tensor of the model with the file, and count the keys that were taken.',
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
