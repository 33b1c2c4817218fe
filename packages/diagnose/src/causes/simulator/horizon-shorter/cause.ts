import type { Cause, Match } from '../../../cause.ts';
import type { Facts, RunFact } from '../../../facts.ts';
import { fromSpec } from '../../look-up-facts.ts';

/** Longest demonstration of each suite, rounded up: OpenVLA's and openpi's limits. Nobody published uses less. */
const USUAL: Readonly<Record<string, number>> = {
  libero_spatial: 220,
  libero_object: 280,
  libero_goal: 300,
  libero_10: 520,
  libero_90: 400,
  'plumb-desk': 300,
};

/** What gets nowhere gets there no sooner with more steps. */
const STILL: ReadonlySet<string> = new Set(['arm-stands-still', 'constant-actions']);

interface Short {
  readonly run: RunFact;
  readonly horizon: number;
  readonly usual: number;
  /** Episodes that ran into the limit on their way. */
  readonly cut: number;
}

function shortRuns({ runs }: Facts): Short[] {
  return runs.flatMap((run) => {
    const horizon = run.spec.protocol.horizon.value;
    const usual = USUAL[run.spec.suite];
    const cut = run.episodes.filter(
      ({ status, steps, signals }) =>
        status === 'failure' && steps >= horizon && !signals.some(({ code }) => STILL.has(code)),
    ).length;
    return usual === undefined || horizon >= usual || cut === 0 ? [] : [{ run, horizon, usual, cut }];
  });
}

function match(facts: Facts): Match | undefined {
  const short = shortRuns(facts);
  const [first] = short;
  if (!first) return undefined;
  // half the length leaves the slower half of the demonstrations out
  const strength = short.some(({ horizon, usual }) => 2 * horizon <= usual) ? 'likely' : 'possible';
  return {
    strength,
    evidence: short.map(({ run, horizon, usual, cut }) =>
      fromSpec(
        run,
        'protocol.horizon',
        `${horizon} steps (${run.spec.protocol.horizon.from}), usual on ${run.spec.suite} are ${usual}; it ended ${cut} of ${run.episodes.length}`,
      ),
    ),
    details: { horizon: String(first.horizon), usual: String(first.usual), suite: first.run.spec.suite },
  };
}

export const horizonShorter: Cause = {
  code: 'simulator/horizon-shorter',
  title: 'Episodes end after {horizon} steps; on {suite} {usual} are usual',
  what: 'Episodes were given up after {horizon} steps. The longest demonstration of {suite} needs about {usual}.',
  why: 'A policy that is as fast as its demonstrations needs as many steps as they did. A shorter limit counts every slow success as a failure; published scores use at least {usual}.',
  covers: ['F06'],
  explains: ['no-success', 'below-expectation', 'fixed-early-end'],
  leadsTo: [],
  remedies: [
    {
      when: 'now',
      text: 'Take the limit of the scores that yours is compared with: leave `--horizon` out, or name a protocol.',
      commands: [],
      cost: 'Longer episodes where the policy fails.',
      risk: 'None.',
    },
  ],
  match,
};
