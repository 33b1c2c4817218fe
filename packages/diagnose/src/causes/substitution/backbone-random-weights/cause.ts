import type { Cause, Match } from '../../../cause.ts';
import type { Facts, LogEvent, LogFact } from '../../../facts.ts';
import { firstOfEachLog, fromLog, type LogHit, logHits } from '../../look-up-facts.ts';

const CODE = 'substitution/backbone-random-weights';

/** A load of the whole state dict afterwards fills the backbone, or raises: either way no policy runs on random weights. */
function overwritten({ log, event }: LogHit, loaded: readonly LogEvent[]): boolean {
  return loaded.some(({ line }) => line > event.line) || log.loadErrors.some(({ line }) => line > event.line);
}

function eventsOf(facts: Facts, log: LogFact, pattern: string): LogEvent[] {
  return logHits(facts, CODE, pattern)
    .filter((hit) => hit.log === log)
    .map((hit) => hit.event);
}

/** The backbone's own tensors, under whichever name the policy holds it. */
const BACKBONE = /(?:^|\.)(?:vggt|aggregator)\./;

function match(facts: Facts): Match | undefined {
  const inCheckpoint = facts.checkpoints.some(({ tensors }) =>
    tensors.some(({ name }) => BACKBONE.test(name)),
  );
  const random = firstOfEachLog(logHits(facts, CODE, 'random')).filter(
    (hit) => !overwritten(hit, eventsOf(facts, hit.log, 'loaded')),
  );
  const skipped = firstOfEachLog(logHits(facts, CODE, 'skipped'));
  const hits = [...(inCheckpoint ? [] : random), ...skipped];
  if (hits.length === 0) return undefined;
  return {
    strength: skipped.length > 0 ? 'likely' : 'possible',
    evidence: hits.map(fromLog),
    next: ['plumb inspect CHECKPOINT'],
  };
}

export const backboneRandomWeights: Cause = {
  code: CODE,
  title: 'The pretrained backbone was not loaded; its structure runs with random weights',
  what: 'The download of the backbone’s weights failed, and the program went on with the initial values. No later load in this log fills them.',
  why: 'An `except` around the download turns a lost connection into an untrained backbone. Training that starts so learns without what it was meant to build on.',
  covers: ['C07'],
  explains: [],
  couldExplain: ['no-success', 'below-expectation'],
  leadsTo: [],
  remedies: [
    {
      when: 'now',
      text: 'See whether the checkpoint holds the tensors of the backbone. If it does, and they are loaded afterwards, this line is harmless.',
      commands: ['plumb inspect CHECKPOINT'],
      cost: 'Seconds.',
      risk: 'None.',
    },
    {
      when: 'long-term',
      text: 'Put the weights in the cache before the job, and raise where they cannot be had.',
      commands: [],
      cost: 'A download and a deleted `except`.',
      risk: 'A policy that was trained from random weights has to be trained again.',
    },
  ],
  logPatterns: [
    {
      name: 'random',
      contains: 'with random initialization',
      regex: /Using VGGT structure with random initialization/,
    },
    {
      name: 'skipped',
      contains: 'VGGT processing error',
      regex: /Warning: VGGT processing error \(using fallback\)/,
    },
    {
      name: 'loaded',
      contains: 'oaded all weights',
      regex: /Loaded all weights from checkpoint \(strict mode\)/,
    },
  ],
  match,
};
