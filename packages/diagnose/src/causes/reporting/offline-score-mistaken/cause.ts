import type { Cause, Match } from '../../../cause.ts';
import type { Facts, ResultFact } from '../../../facts.ts';
import { checkpointName, scoreOf } from '../../../symptoms/draft.ts';
import { fromResult } from '../../look-up-facts.ts';

/**
 * Mean squared error on actions in [-1, 1] below which a policy reproduces its data closely: a tenth of the range on
 * every dimension would give 0.01.
 */
const SMALL_ERROR = 0.01;

/** At most this share of episodes succeeded where the offline score promised more. */
const NO_SUCCESS = 0.05;

function failing(facts: Facts, offline: ResultFact): ResultFact[] {
  return facts.results.filter((online) => {
    const score = scoreOf(online);
    if (online === offline || !score) return false;
    // compared only with runs of the same weights
    const sameWeights = checkpointName(online.checkpoint) === checkpointName(offline.checkpoint);
    return sameWeights && score.successes / score.ran <= NO_SUCCESS;
  });
}

function match(facts: Facts): Match | undefined {
  for (const offline of facts.results) {
    if (!offline.offline || offline.offline.mse > SMALL_ERROR) continue;
    const online = failing(facts, offline).map((result) => ({ result, ...scoreOf(result)! }));
    if (online.length === 0) continue;
    const { mse, samples } = offline.offline;
    return {
      strength: 'likely',
      evidence: [
        fromResult(offline, '', `mean squared error ${mse.toPrecision(2)} over ${samples} recorded samples`),
        ...online.map(({ result, successes, ran }) =>
          fromResult(result, '', `${successes} of ${ran} episodes successful`),
        ),
      ],
      details: {
        mse: mse.toPrecision(2),
        succeeded: String(online.reduce((sum, { successes }) => sum + successes, 0)),
        ran: String(online.reduce((sum, { ran }) => sum + ran, 0)),
      },
    };
  }
  return undefined;
}

export const offlineScoreMistaken: Cause = {
  code: 'reporting/offline-score-mistaken',
  title:
    'A small error on recorded data ({mse}) is no evidence of success: {succeeded} of {ran} episodes succeed',
  what: 'The checkpoint reproduces recorded actions with a mean squared error of {mse}, and succeeds in {succeeded} of {ran} episodes in the simulator.',
  why: 'Offline, every input is a frame of the data set and errors do not add up. In the loop the policy sees what its own actions lead to, through the evaluation script’s cameras, preprocessing and instruction. The gap points to what differs between the two: picture orientation and normalisation, views, instruction, action scale; or to a policy that learned the mean motion only. The weights themselves are loaded, or the offline error would be large.',
  covers: ['G18'],
  explains: ['offline-online-gap'],
  leadsTo: [],
  remedies: [
    {
      when: 'now',
      text: 'Compare the input of the two paths, byte for byte: one observation of the simulator and one frame of the data set through both preprocessings, and the instruction that each path passes.',
      commands: ['plumb diagnose RESULT DIR'],
      cost: 'An hour.',
      risk: 'None.',
    },
    {
      when: 'test',
      text: 'Replay recorded actions in the simulator from the recorded initial state. If the task succeeds, actions and simulator agree, and the observations are to blame.',
      commands: [],
      cost: 'An hour.',
      risk: 'None.',
    },
    {
      when: 'long-term',
      text: 'Select checkpoints by success in the simulator; keep the offline error as a test of the loader.',
      commands: [],
      cost: 'Simulator time for each candidate.',
      risk: 'None.',
    },
  ],
  match,
};
