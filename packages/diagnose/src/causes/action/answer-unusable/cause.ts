import type { Cause } from '../../../cause.ts';
import { matchLostEpisodes } from '../match-lost-episodes.ts';

/** What Plumb says of an answer that no controller could execute. */
const UNUSABLE = new Set([
  'ACTION_NOT_FINITE',
  'ACTION_SIZE',
  'CHUNK_TOO_SHORT',
  'POLICY_ANSWERS_MISSING',
  'POLICY_ANSWER_MALFORMED',
  'POLICY_ANSWER_TOO_LARGE',
  'POLICY_SHAPE_CHANGED',
]);

export const answerUnusable: Cause = {
  code: 'action/answer-unusable',
  title: 'The policy answered what is no action ({code})',
  what: 'In {count} episodes the policy answered NaN, another number of values than seven, fewer actions than are executed before the next question, or nothing that could be read.',
  why: "LIBERO takes three translations, three rotations and the gripper. A NaN comes from the network or from a standard deviation of zero; another width from a model of another robot, of joints instead of the hand, or whose answer was not cut to its action. Too few actions are the answer of a policy that plans one step to a protocol that executes several, as openpi's does.",
  covers: ['E13', 'E20'],
  explains: ['episodes-raise'],
  leadsTo: [],
  remedies: [
    {
      when: 'now',
      text: 'Look for NaN and for statistics that divide by zero in what was loaded.',
      commands: ['plumb inspect CHECKPOINT --stats'],
      cost: 'A minute.',
      risk: 'None.',
    },
    {
      when: 'now',
      text: 'Ask once and look at the answer, before another evaluation.',
      commands: ['plumb debug POLICY'],
      cost: 'Minutes.',
      risk: 'None.',
    },
    {
      when: 'now',
      text: 'For `CHUNK_TOO_SHORT`: ask more often, as often as the policy plans.',
      commands: ['plumb eval POLICY --replan 1'],
      cost: 'More questions, so a longer run.',
      risk: 'None: the policy has planned no further.',
    },
  ],
  match: (facts) => matchLostEpisodes(facts, UNUSABLE),
};
