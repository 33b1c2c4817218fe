import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import { fromResult, rateOf } from '../../look-up-facts.ts';

/** Published names of checkpoints that were never tuned to LIBERO; the tuned ones differ by a word. */
const BASE =
  /(?:^|\/)(?:pi0_base|pi05_base|pi05_libero_base|pi0_fast_base|pi0fast_base|pi0fast-base|smolvla_base|openvla-7b|GR00T-N1(?:\.5)?-(?:2B|3B))\/?$/i;

/** A tuned policy of these families succeeds in most episodes; the base in next to none (0, 0, 7, 0 %). */
const NEXT_TO_NONE = 0.1;

function match(facts: Facts): Match | undefined {
  const runs = facts.results.filter(
    (result) => result.checkpoint !== undefined && BASE.test(result.checkpoint),
  );
  const low = runs.filter((result) => (rateOf(result) ?? 1) <= NEXT_TO_NONE);
  const named = low.length > 0 ? low : runs.filter((result) => rateOf(result) === undefined);
  if (named.length === 0) return undefined;
  return {
    strength: low.length > 0 ? 'likely' : 'possible',
    evidence: named.map((result) => {
      const rate = rateOf(result);
      const told = rate === undefined ? '' : `, ${(100 * rate).toFixed(1)} %`;
      return fromResult(result, '', `${result.checkpoint}${told}`);
    }),
    details: { checkpoint: named[0]!.checkpoint! },
  };
}

export const baseCheckpointEvaluated: Cause = {
  code: 'substitution/base-checkpoint-evaluated',
  title: 'A base model was evaluated: {checkpoint}',
  what: '{checkpoint} is the pretrained model that others start from. It was not trained for this benchmark.',
  why: 'Names of base and tuned checkpoints differ by a word. The base has no action statistics of LIBERO and has not seen its cameras.',
  covers: ['C01'],
  explains: ['no-success', 'below-expectation'],
  leadsTo: [],
  remedies: [
    {
      when: 'now',
      text: 'Evaluate the checkpoint that was tuned for LIBERO, `pi05_libero_finetuned` for instance.',
      commands: [],
      cost: 'A download and a run.',
      risk: 'None.',
    },
    {
      when: 'long-term',
      text: 'Tune the base on the suite, and write into the result which checkpoint it was.',
      commands: [],
      cost: 'A training run.',
      risk: 'None.',
    },
  ],
  match,
};
