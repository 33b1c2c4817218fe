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

const CODE = 'substitution/demo-data';

function match(facts: Facts): Match | undefined {
  const logged = ['demo-mode', 'created'].flatMap((pattern) => firstOfEachLog(logHits(facts, CODE, pattern)));
  const handlers = sourceHits(facts, 'dummy-data-substituted');
  if (logged.length > 0)
    return { strength: 'proven', evidence: [...logged.map(fromLog), ...handlers.map(fromSource)] };
  if (handlers.length === 0 || onlyLoadAsked(facts)) return undefined;
  return { strength: 'possible', evidence: handlers.map(fromSource), explains: [] };
}

export const demoData: Cause = {
  code: CODE,
  title: 'The data set could not be loaded, and random data took its place',
  what: 'The loader made pictures of noise and random actions, and training ran on them.',
  why: 'An `except` around the download falls back to a data set made up for tests. The loss falls to the level of the noise, which looks like learning.',
  covers: ['C08'],
  explains: ['no-success'],
  leadsTo: [],
  remedies: [
    {
      when: 'now',
      text: 'Look at the head of the training log for the same lines. If they are there, the checkpoint has learned nothing and has to be trained again.',
      commands: ['plumb diagnose TRAINING_LOG'],
      cost: 'A training run.',
      risk: 'None.',
    },
    {
      when: 'long-term',
      text: 'Raise where the data set cannot be loaded; keep made-up data in the tests.',
      commands: [],
      cost: 'A deleted `except`.',
      risk: 'None.',
    },
  ],
  logPatterns: [
    { name: 'demo-mode', contains: 'demo mode', regex: /Falling back to demo mode\.\.\./ },
    { name: 'created', contains: 'dummy dataset', regex: /Creating dummy dataset for testing/ },
  ],
  match,
};
