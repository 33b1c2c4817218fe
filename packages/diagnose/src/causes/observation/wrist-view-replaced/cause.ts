import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import { fromSource, onlyLoadAsked, sourceHits } from '../../look-up-facts.ts';

function match(facts: Facts): Match | undefined {
  const hits = sourceHits(facts, 'wrist-view-substituted');
  if (hits.length === 0 || onlyLoadAsked(facts)) return undefined;
  // whether the wrist picture was missing in the run is not in the source
  return { strength: 'possible', evidence: hits.map(fromSource) };
}

export const wristViewReplaced: Cause = {
  code: 'observation/wrist-view-replaced',
  title: 'A missing wrist view is replaced by the main view, silently',
  what: 'Where the wrist picture is not found under the expected names, the source passes the main camera twice. Nothing tells it.',
  why: 'A policy with two views learned to take the gripper from the second. With the main picture in its place it loses the only view of the grasp, or never had it, if the data set was read the same way.',
  covers: ['D11'],
  explains: ['no-success', 'below-expectation'],
  leadsTo: [],
  remedies: [
    {
      when: 'now',
      text: 'Raise where the wrist picture is missing, on both sides, and name the keys that were there.',
      commands: [],
      cost: 'One line on each side.',
      risk: 'None: the run stops where it would have measured something else.',
    },
    {
      when: 'test',
      text: 'Compare the two pictures of the first observation and of the first sample of the loader. Equal pictures prove the replacement.',
      commands: [],
      cost: 'Minutes.',
      risk: 'None.',
    },
  ],
  match,
};
