import type { Facts } from '../facts.ts';
import { checkpointName, count, type SymptomDraft } from './draft.ts';
import { groupResults, rateOf } from './success-groups.ts';

/** Mean squared error per dimension of actions in [-1, 1] that looks good: a guess of their mean has about 0.1. */
const SMALL_ERROR = 0.02;
const NEARLY_NONE = 0.05;
/** Fewer episodes say nothing: 0 of 4 happens to a policy that solves every second task. */
const ENOUGH_EPISODES = 5;

/** A checkpoint that repeats its training data well and solves nothing. */
export function findOfflineOnlineGap(facts: Facts): SymptomDraft[] {
  const online = groupResults(facts).filter(
    (group) => group.ran >= ENOUGH_EPISODES && rateOf(group) <= NEARLY_NONE,
  );
  const names = new Set(
    facts.results.filter(({ offline }) => offline).map(({ checkpoint }) => checkpointName(checkpoint)),
  );
  return [...names].flatMap((name) => {
    const groups = online.filter((group) => group.checkpoint === name && name !== undefined);
    const offline = facts.results.filter(
      (result) =>
        checkpointName(result.checkpoint) === name && result.offline && result.offline.mse < SMALL_ERROR,
    );
    if (groups.length === 0 || offline.length === 0) return [];
    const ran = groups.reduce((sum, group) => sum + group.ran, 0);
    const successes = groups.reduce((sum, group) => sum + group.successes, 0);
    const { mse, samples } = offline[0]!.offline!;
    const error = `${Number(mse.toPrecision(2))}`;
    return [
      {
        kind: 'offline-online-gap' as const,
        text: `mean squared error ${error} on ${samples} recorded samples, but ${successes} of ${count(ran, 'episode')} online (${name})`,
        brief: `an offline error of ${error} beside ${successes} of ${ran} online`,
        evidence: offline.map((result) => ({
          kind: 'result' as const,
          place: result.path,
          text: `mean squared error ${result.offline!.mse} on ${result.offline!.samples} samples`,
        })),
        where: [...offline, ...groups.flatMap((group) => group.results.map(({ result }) => result))].map(
          ({ path }) => ({ path }),
        ),
        checkpoint: name,
      },
    ];
  });
}
