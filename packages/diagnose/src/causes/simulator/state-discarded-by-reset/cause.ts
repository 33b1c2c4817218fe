import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import { fromSource, onlyLoadAsked, sourceHits } from '../../look-up-facts.ts';

function match(facts: Facts): Match | undefined {
  const hits = sourceHits(facts, 'state-discarded-by-reset');
  if (hits.length === 0 || onlyLoadAsked(facts)) return undefined;
  return { strength: 'likely', evidence: hits.map(fromSource) };
}

export const stateDiscardedByReset: Cause = {
  code: 'simulator/state-discarded-by-reset',
  title: 'The initial state is set and then thrown away by `reset()`',
  what: '`set_init_state` is called before `env.reset()`. The reset draws a new placement, and the stored state never takes effect.',
  why: 'The benchmark is defined by fifty stored states for each task. After the wrong order the episodes start from random placements instead, so the score is that of another benchmark.',
  covers: ['F01'],
  explains: [],
  couldExplain: ['below-expectation', 'no-success'],
  leadsTo: [],
  remedies: [
    {
      when: 'now',
      text: 'Turn the two lines round: `env.reset()`, then `env.set_init_state(state)`, then the settle steps.',
      commands: [],
      cost: 'Two lines.',
      risk: 'Earlier scores of this script are not comparable.',
    },
    {
      when: 'test',
      text: 'Compare positions of the objects after the first step with those in the stored state.',
      commands: [],
      cost: 'Minutes.',
      risk: 'None.',
    },
  ],
  match,
};
