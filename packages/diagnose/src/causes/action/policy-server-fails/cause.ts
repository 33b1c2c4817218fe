import type { Cause } from '../../../cause.ts';
import { matchLostEpisodes } from '../match-lost-episodes.ts';

/** What Plumb says of a server that is lost, late, or raises. */
const FAILED = new Set([
  'POLICY_CHANGED',
  'POLICY_CLOSED',
  'POLICY_MODULE_FAILED',
  'POLICY_NOT_A_SERVER',
  'POLICY_REFUSED',
  'POLICY_SERVER_ERROR',
  'POLICY_TIMEOUT',
  'POLICY_UNAUTHORISED',
  'POLICY_UNREACHABLE',
]);

export const policyServerFails: Cause = {
  code: 'action/policy-server-fails',
  title: 'The policy failed to answer ({code})',
  what: 'In {count} episodes the policy was lost, too late, or raised an error of its own.',
  why: 'An exception in the model, a GPU that ran out of memory, or a server that was stopped: the policy never had its say, so the episode tells nothing of it.',
  covers: ['C19'],
  explains: ['episodes-raise'],
  leadsTo: [],
  remedies: [
    {
      when: 'now',
      text: 'Read the log of the server at that moment, mend it, and go on with the run: what is finished stays.',
      commands: [],
      cost: 'The lost episodes.',
      risk: 'None: errors are not counted as failures.',
    },
    {
      when: 'test',
      text: 'Ask the policy once, before the next evaluation.',
      commands: ['plumb debug POLICY'],
      cost: 'Minutes.',
      risk: 'None.',
    },
  ],
  match: (facts) => matchLostEpisodes(facts, FAILED),
};
