import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import { fromProbe, fromSignals, probeHits, signalHits } from '../../look-up-facts.ts';

/** What plumb eval notices of actions of another size. */
const SIGNALS = ['out-of-range', 'saturated-dimension'] as const;

/** Actions that are vanishingly small look like this, but so do those of a policy that answers nothing. */
const STILL = 'arm-stands-still';

function match(facts: Facts): Match | undefined {
  const hits = probeHits(facts, 'action-statistics', 'fail')
    // equal actions at every moment are another cause's, and so is an axis of the other sign
    .filter(({ result }) =>
      /beyond \[-1, 1\]|metres and radians|deviations from the mean|denormalised|own deviations|own statistics/.test(
        result.text,
      ),
    );
  const seen = SIGNALS.flatMap((code) => fromSignals(signalHits(facts, code), code));
  const still = fromSignals(signalHits(facts, STILL), STILL);
  const evidence = [...hits.map(fromProbe), ...seen, ...still];
  if (evidence.length === 0) return undefined;
  return { strength: evidence.length > still.length ? 'likely' : 'possible', evidence };
}

export const actionsOutOfScale: Cause = {
  code: 'action/actions-out-of-scale',
  title: "The actions are not on LIBERO's scale",
  what: "The policy's numbers for the arm lie mostly beyond [-1, 1], are vanishingly small, or far from the mean that the checkpoint itself was trained on.",
  why: 'LIBERO takes shares of its range, not metres or radians. Actions that were never denormalised, denormalised twice, or with the statistics of another data set keep their direction and lose their size: the arm hardly moves, or throws itself against its limits.',
  covers: [],
  explains: ['no-success', 'below-expectation', 'offline-online-gap'],
  leadsTo: [],
  remedies: [
    {
      when: 'now',
      text: 'Look which statistics the checkpoint was saved with, and whether the server applies them.',
      commands: ['plumb inspect CHECKPOINT'],
      cost: 'Minutes.',
      risk: 'None.',
    },
    {
      when: 'long-term',
      text: 'Keep the statistics in the checkpoint, and refuse to run without them.',
      commands: [],
      cost: 'A few lines.',
      risk: 'Checkpoints without statistics stop working, as they should.',
    },
  ],
  match,
};
