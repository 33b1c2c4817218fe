import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import { fromSpec } from '../../look-up-facts.ts';

/** Of a chunk that was trained as one, executing less than this is far from what the policy's own script does. */
const FAR = 4;

function match({ runs }: Facts): Match | undefined {
  const hits = runs.filter(({ spec }) => {
    const { replan } = spec.protocol;
    const own = spec.policy.manifest.replan;
    return replan.from === 'given' && (replan.value * FAR <= own || replan.value >= own * FAR);
  });
  const [first] = hits;
  if (!first) return undefined;
  return {
    strength: 'possible',
    evidence: hits.map((run) =>
      fromSpec(
        run,
        'protocol.replan',
        `executed of an answer: ${run.spec.protocol.replan.value} (given); by ${run.spec.policy.manifest.name}: ${run.spec.policy.manifest.replan}`,
      ),
    ),
    details: {
      replan: String(first.spec.protocol.replan.value),
      own: String(first.spec.policy.manifest.replan),
    },
  };
}

export const replanDiffers: Cause = {
  code: 'action/replan-differs',
  title: "Actions executed between two questions: {replan}; in the policy's own evaluation: {own}",
  what: 'Of a chunk of actions {replan} are executed before the next question; the evaluation that the policy was published with executes {own}.',
  why: 'Executing more of a chunk reacts later: objects that moved are missed. Executing only its first action makes policies jerk that were trained to be smooth within a chunk. Reported differences reach a quarter of the score.',
  covers: ['E08', 'E09', 'E10'],
  explains: ['below-expectation'],
  leadsTo: [],
  remedies: [
    {
      when: 'test',
      text: 'Leave `--replan` out: the manifest of the policy has the number of its own evaluation.',
      commands: [],
      cost: 'A new run.',
      risk: 'None.',
    },
  ],
  match,
};
