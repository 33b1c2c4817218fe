import { prepareObservation } from '@plumb/policy';
import type { ProbeResult } from '@plumb/run';
import { average, difference } from './difference.ts';
import { besideExpert, besideNoise, judgeChange, measuresOf, type ProbeContext } from './probe-context.ts';

/** Does the action depend on the state: another moment's in its place, and none. */
export async function probeState(context: ProbeContext): Promise<ProbeResult> {
  const { moments, questioner, policy, answers } = context;
  const name = 'state-dependence';
  if (policy.manifest.state.length === 0)
    return { name, outcome: 'unknown', text: 'The policy is given no state.', numbers: {} };
  const prepared = moments.map(({ observation }) => prepareObservation(observation, policy.manifest));
  const change = async (state: (i: number) => Float64Array) => {
    const changes: number[] = [];
    for (const [i, observation] of prepared.entries()) {
      const { actions } = await questioner.askPrepared({ ...observation, state: state(i) });
      changes.push(difference(answers[i]!, actions));
    }
    return average(changes);
  };
  const changes = {
    'other-moment': await change((i) => prepared[(i + 1) % prepared.length]!.state),
    zero: await change((i) => new Float64Array(prepared[i]!.state.length)),
  };
  const most = Math.max(changes['other-moment'], changes.zero);
  const outcome = judgeChange(most, changes['other-moment'], context);
  const text =
    outcome === 'fail'
      ? `The action does not depend on the state: another moment's or zeros change it by ${most.toExponential(1)}.${besideNoise(context)}`
      : `The action depends ${outcome === 'weak' ? 'weakly on the state' : 'on the state'}: another moment's changes it by ${besideExpert(changes['other-moment'], 'state', context)}; zeros ${changes.zero.toFixed(4)}.${besideNoise(context)}`;
  return { name, outcome, text, numbers: { ...changes, ...measuresOf(context) } };
}
