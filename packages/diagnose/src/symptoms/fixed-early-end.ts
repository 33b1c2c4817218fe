import type { Facts, ResultFact } from '../facts.ts';
import { count, type SymptomDraft } from './draft.ts';

/** One task may fail early at any step; the same step in several tasks is not the policy's doing. */
const FEWEST_TASKS = 2;

interface EarlyEnd {
  readonly index: number;
  readonly steps: number;
  readonly horizon: number;
  readonly places: { readonly result: ResultFact; readonly task: string }[];
}

/** Episodes of one index that fail at one step, below the horizon, in every task that has them. */
export function findFixedEarlyEnd(facts: Facts): SymptomDraft[] {
  const ends = new Map<string, EarlyEnd>();
  for (const result of facts.results) {
    const { horizon } = result;
    if (horizon === undefined) continue;
    const longest = Math.max(...result.tasks.map((task) => task.episodes.length), 0);
    for (let index = 0; index < longest; index++) {
      const steps = constantSteps(result, index);
      if (steps === undefined || steps >= horizon) continue;
      const key = `${index} ${steps} ${horizon}`;
      const end = ends.get(key) ?? { index, steps, horizon, places: [] };
      ends.set(key, end);
      for (const task of result.tasks) if (task.episodes[index]) end.places.push({ result, task: task.key });
    }
  }
  return [...ends.values()].filter((end) => end.places.length >= FEWEST_TASKS).map(toSymptom);
}

/** The step at which episode `index` of every task fails, if it is one and other episodes do reach the horizon. */
function constantSteps({ tasks, horizon }: ResultFact, index: number): number | undefined {
  let steps: number | undefined;
  for (const { episodes } of tasks) {
    const episode = episodes[index];
    if (!episode) continue;
    if (episode.success || episode.steps === undefined) return undefined;
    if (steps !== undefined && steps !== episode.steps) return undefined;
    if (!episodes.some((other) => other.steps === horizon)) return undefined;
    steps = episode.steps;
  }
  return steps;
}

function toSymptom({ index, steps, horizon, places }: EarlyEnd): SymptomDraft {
  const files = [...new Set(places.map(({ result }) => result.path))];
  return {
    kind: 'fixed-early-end',
    text: `episode ${index + 1} of every task ends at step ${steps}, the others run to ${horizon} (${count(places.length, 'task')} in ${count(files.length, 'file')})`,
    brief: `episode ${index + 1} of every task ending at step ${steps}`,
    evidence: files.map((path) => {
      const own = places.filter(({ result }) => result.path === path);
      return {
        kind: 'result',
        place: `${path}#${own[0]!.task}/episode_${index}`,
        text: `ends at step ${steps} of ${horizon} in ${own.length === 1 ? 'its only task' : `all ${own.length} tasks`}`,
      };
    }),
    where: files.map((path) => ({ path })),
  };
}
