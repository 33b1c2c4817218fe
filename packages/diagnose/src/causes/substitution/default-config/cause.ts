import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import { firstOfEachLog, fromLog, fromSource, logHits, sourceHits } from '../../look-up-facts.ts';

const CODE = 'substitution/default-config';

function match(facts: Facts): Match | undefined {
  const logged = firstOfEachLog(logHits(facts, CODE, 'default-used'));
  const handlers = sourceHits(facts, 'default-config-substituted');
  if (logged.length > 0)
    return { strength: 'proven', evidence: [...logged.map(fromLog), ...handlers.map(fromSource)] };
  // a checkpoint that brings its config along does not get there
  if (handlers.length === 0 || facts.loads.length > 0) return undefined;
  return {
    strength: 'possible',
    evidence: handlers.map(fromSource),
    next: ['plumb inspect CHECKPOINT'],
  };
}

export const defaultConfig: Cause = {
  code: CODE,
  title: 'The config of the checkpoint is not found, and the default takes its place',
  what: 'Where the checkpoint has no config, or one of another class, the source builds the model from defaults and loads the weights into that.',
  why: 'A class that was moved or saved as a plain dictionary fails an `isinstance` test, and nothing stops. If the defaults differ, shapes differ or, under `strict=False`, layers are left out.',
  covers: ['C06'],
  explains: [],
  couldExplain: ['no-success', 'below-expectation'],
  leadsTo: ['load/shapes-differ', 'load/partial-load-unreported'],
  remedies: [
    {
      when: 'now',
      text: 'Raise where the checkpoint has no config, and read what it holds.',
      commands: ['plumb inspect CHECKPOINT'],
      cost: 'One line.',
      risk: 'None.',
    },
    {
      when: 'long-term',
      text: 'Save the config as JSON beside the weights, with a version.',
      commands: [],
      cost: 'A few lines.',
      risk: 'None.',
    },
  ],
  logPatterns: [
    {
      name: 'default-used',
      contains: '未找到 ModelConfig',
      regex: /未找到 ModelConfig，使用默认配置/,
    },
  ],
  match,
};
