import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import { fromProbe, fromSignals, probeHits, signalHits } from '../../look-up-facts.ts';

/** The gripper is told one thing throughout: also what a policy does that never gets near anything. */
const SIGNAL = 'idle-gripper';

function match(facts: Facts): Match | undefined {
  const hits = probeHits(facts, 'gripper', 'fail');
  const idle = signalHits(facts, SIGNAL);
  const evidence = [...hits.map(fromProbe), ...fromSignals(idle, SIGNAL)];
  if (hits.length > 0) return { strength: 'likely', evidence };
  return idle.length > 0 ? { strength: 'possible', evidence } : undefined;
}

export const gripperConvention: Cause = {
  code: 'action/gripper-convention',
  title: "The gripper's numbers are of another convention than LIBERO's",
  what: "At the moments at which it was asked, the policy's gripper command closes where it has to open, or never leaves the half of the range that closes.",
  why: 'LIBERO takes -1 for open and 1 for closed. RLDS data sets hold 1 for open and 0 for closed, so their policies need 1 - 2x; where that step is missing or done twice the hand never holds anything, while every other motion looks right.',
  covers: ['E04', 'E05'],
  explains: ['no-success', 'below-expectation', 'offline-online-gap'],
  leadsTo: [],
  remedies: [
    {
      when: 'now',
      text: 'Name the convention that the policy was trained with, and ask again.',
      commands: ['plumb debug POLICY --manifest gripper=rlds'],
      cost: 'Minutes.',
      risk: 'None: nothing is written.',
    },
    {
      when: 'long-term',
      text: 'Save the convention with the checkpoint, and convert in one place that names both ends.',
      commands: [],
      cost: 'A field in the config.',
      risk: 'None.',
    },
  ],
  match,
};
