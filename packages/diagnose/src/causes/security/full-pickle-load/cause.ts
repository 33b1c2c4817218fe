import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import { fromSource, onlyLoadAsked, sourceHits } from '../../look-up-facts.ts';

function match(facts: Facts): Match | undefined {
  const hits = sourceHits(facts, 'weights-only-false');
  if (hits.length === 0 || onlyLoadAsked(facts)) return undefined;
  return { strength: 'possible', evidence: hits.map(fromSource) };
}

export const fullPickleLoad: Cause = {
  code: 'security/full-pickle-load',
  title: 'Files are unpickled without restriction (`weights_only=False`)',
  what: '`torch.load(…, weights_only=False)` runs whatever the file says. A checkpoint or an initial state from elsewhere is then a program from elsewhere.',
  why: 'The setting is needed where a checkpoint holds objects of the project beside the weights, a config for instance. It explains no low score; it is a risk for the machine.',
  covers: ['H01'],
  explains: [],
  leadsTo: [],
  remedies: [
    {
      when: 'now',
      text: 'Look at the globals of the file before it is loaded.',
      commands: ['plumb inspect CHECKPOINT'],
      cost: 'Seconds.',
      risk: 'None.',
    },
    {
      when: 'long-term',
      text: 'Save weights as safetensors and the config as JSON; then the restricted load suffices.',
      commands: [],
      cost: 'A few lines in the trainer.',
      risk: 'None.',
    },
  ],
  match,
};
