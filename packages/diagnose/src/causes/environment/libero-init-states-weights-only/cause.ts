import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import { firstOfEachLog, fromLog, fromTraceback, logHits, tracebacks } from '../../look-up-facts.ts';

const CODE = 'environment/libero-init-states-weights-only';

function match(facts: Facts): Match | undefined {
  const refused = tracebacks(facts, /UnpicklingError$/, /Weights only load failed/).filter(({ traceback }) =>
    traceback.frames.some((frame) => frame.function === 'get_task_init_states'),
  );
  const logged = firstOfEachLog(logHits(facts, CODE, 'unsupported-global'));
  if (refused.length > 0)
    return {
      strength: 'proven',
      evidence: [
        ...refused.map(({ log, traceback }) => fromTraceback(log, traceback)),
        ...logged.map(fromLog),
      ],
    };
  if (logged.length === 0) return undefined;
  // any pickle with a NumPy array ends in this line; without the frames it may be another file
  return { strength: 'likely', evidence: logged.map(fromLog) };
}

export const liberoInitStatesWeightsOnly: Cause = {
  code: CODE,
  title: "torch 2.6 or later refuses LIBERO's initial states",
  what: "`torch.load` of LIBERO's `.pruned_init` files raises: they hold NumPy arrays, which `weights_only=True` does not allow.",
  why: 'torch 2.6 made `weights_only=True` the default. LIBERO calls `torch.load(path)` without it, and its initial states are pickled arrays.',
  covers: ['A25'],
  explains: ['load-raises', 'script-raises'],
  leadsTo: [],
  remedies: [
    {
      when: 'now',
      text: 'Allow the three NumPy names that these files need around the call: `torch.serialization.safe_globals([...])` with `numpy.core.multiarray._reconstruct`, `numpy.ndarray` and `numpy.dtype` (and its subclasses on NumPy 1.25 and later).',
      commands: ['plumb inspect FILE.pruned_init'],
      cost: 'A few lines.',
      risk: 'Less than `weights_only=False`, which runs whatever a file from elsewhere says.',
    },
    {
      when: 'long-term',
      text: 'Convert the initial states to `.npy` once.',
      commands: [],
      cost: 'An hour.',
      risk: 'None.',
    },
  ],
  logPatterns: [
    {
      name: 'unsupported-global',
      contains: 'multiarray._reconstruct was not an allowed global',
      regex:
        /Unsupported global: GLOBAL numpy\.(?:core|_core)\.multiarray\._reconstruct was not an allowed global/,
    },
  ],
  match,
};
