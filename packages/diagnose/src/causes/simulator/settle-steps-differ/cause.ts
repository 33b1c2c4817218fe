import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import { fromSource, onlyLoadAsked, sourceHits } from '../../look-up-facts.ts';

/** OpenVLA, OpenVLA-OFT and openpi: 10 steps with the gripper open. Scores are compared with theirs. */
const USUAL = 10;

function match(facts: Facts): Match | undefined {
  const hits = sourceHits(facts, 'settle-steps').filter(
    ({ detection }) => typeof detection.details.steps === 'number' && detection.details.steps !== USUAL,
  );
  if (hits.length === 0 || onlyLoadAsked(facts)) return undefined;
  return {
    strength: 'possible',
    evidence: hits.map(fromSource),
    details: {
      steps: [...new Set(hits.map(({ detection }) => detection.details.steps))].join(' and '),
      action: String(hits[0]!.detection.details.action ?? 'unknown'),
    },
  };
}

export const settleStepsDiffer: Cause = {
  code: 'simulator/settle-steps-differ',
  title: 'Episodes begin after {steps} settle steps; published scores use 10',
  what: 'The evaluation lets the scene settle for {steps} steps (action: {action}).',
  why: "Stored states hold objects slightly above the table. OpenVLA and openpi wait 10 steps with the gripper open; LIBERO's own metric waits 5 with zeros, which for the gripper means half closed. The difference is worth a few points, never all of them.",
  covers: ['F05'],
  explains: ['below-expectation'],
  leadsTo: [],
  remedies: [
    {
      when: 'test',
      text: 'Take the settle steps of the policy’s own evaluation: 10 times `[0, 0, 0, 0, 0, 0, -1]` for OpenVLA and its kin.',
      commands: [],
      cost: 'One line and a new run.',
      risk: 'None.',
    },
  ],
  match,
};
