import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import { loadFailures } from '../../load-failures.ts';
import { firstOfEachLog, fromLog, fromSource, logHits, sourceHits } from '../../look-up-facts.ts';

const CODE = 'load/strict-false-cannot-skip-shapes';

function match(facts: Facts): Match | undefined {
  const handlers = sourceHits(facts, 'strict-false-for-size-mismatch');
  const attempts = firstOfEachLog(logHits(facts, CODE, 'attempt'));
  if (handlers.length + attempts.length === 0) return undefined;
  const failed = loadFailures(facts).filter((failure) => failure.mismatched.length > 0);
  // code that is never reached is no finding: here the load is predicted to go through
  if (failed.length === 0 && attempts.length === 0 && facts.loads.length > 0) return undefined;
  return {
    strength: failed.length > 0 ? 'proven' : 'likely',
    evidence: [...attempts.map(fromLog), ...handlers.map(fromSource)],
  };
}

export const strictFalseCannotSkipShapes: Cause = {
  code: CODE,
  title: '`strict=False` is used against a size mismatch, which it does not skip',
  what: 'After a failed strict load the program tries again with `strict=False`, expecting PyTorch to leave out what does not fit. The second call raises the same error.',
  why: '`strict` decides about missing and unexpected names only. Shapes are compared for every name that both sides have, and a difference is an error in either mode (torch.nn.Module.load_state_dict).',
  covers: ['A06'],
  explains: [],
  leadsTo: [],
  remedies: [
    {
      when: 'now',
      text: 'Take the second attempt out and let the first error stand: it names the tensors, and they tell which model was built.',
      commands: ['plumb check CHECKPOINT --env ENV --source DIR'],
      cost: 'A deleted branch.',
      risk: 'None.',
    },
    {
      when: 'long-term',
      text: 'Where a part is really meant to start anew, name it: drop exactly those keys from the state dict, and fail on anything else that is missing.',
      commands: [],
      cost: 'A few lines and a list of names.',
      risk: 'What starts anew has to be trained before it is evaluated.',
    },
  ],
  logPatterns: [
    {
      name: 'attempt',
      contains: 'strict=False',
      regex: /strict=False.{0,60}mismatch|mismatch.{0,60}strict=False/i,
    },
  ],
  match,
};
