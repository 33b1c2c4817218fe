import type { Facts, LogFact, ResultFact } from '../facts.ts';
import { checkpointName, scoreOf } from './draft.ts';

/** Online results of one checkpoint on one suite, and the logs that speak of the same checkpoint. */
export interface SuccessGroup {
  readonly checkpoint: string | undefined;
  readonly suite: string | undefined;
  readonly results: { readonly result: ResultFact; readonly successes: number; readonly ran: number }[];
  readonly logs: LogFact[];
  successes: number;
  ran: number;
}

export function groupResults(facts: Facts): SuccessGroup[] {
  const groups = new Map<string, SuccessGroup>();
  for (const result of facts.results) {
    const score = scoreOf(result);
    if (!score) continue;
    const checkpoint = checkpointName(result.checkpoint);
    const key = `${checkpoint} ${result.suite}`;
    let group = groups.get(key);
    if (!group) {
      group = { checkpoint, suite: result.suite, results: [], logs: [], successes: 0, ran: 0 };
      groups.set(key, group);
    }
    group.results.push({ result, ...score });
    group.successes += score.successes;
    group.ran += score.ran;
  }
  const all = [...groups.values()];
  for (const log of facts.logs) {
    if (log.rates.length === 0) continue;
    const own = all.find(
      (group) => group.checkpoint !== undefined && group.checkpoint === checkpointName(log.checkpoint),
    );
    if (own) own.logs.push(log);
    else
      all.push({
        checkpoint: log.checkpoint,
        suite: undefined,
        results: [],
        logs: [log],
        successes: 0,
        ran: 0,
      });
  }
  return all;
}

/** Success rate of a group, 0 to 1; from the log's own words where no file lists episodes. */
export function rateOf(group: SuccessGroup): number {
  if (group.ran > 0) return group.successes / group.ran;
  const rates = group.logs.flatMap((log) => {
    const overall = log.rates.filter((rate) => rate.overall);
    return overall.length > 0 ? overall.slice(-1) : log.rates;
  });
  return rates.reduce((sum, { rate }) => sum + rate, 0) / rates.length;
}
