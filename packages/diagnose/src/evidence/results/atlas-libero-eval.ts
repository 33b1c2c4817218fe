import type { ResultFact } from '../../facts.ts';
import { claims, isObject, type JsonObject, numberOf, textOf } from './json.ts';

/** AtlasVLA's `eval/eval_vla_libero.py`: tasks by index, only their rates; the number of episodes once. */
export function fromAtlasLiberoEval(json: JsonObject, path: string): ResultFact | undefined {
  const results = json.results;
  const requested = numberOf(json.n_eval);
  if (!isObject(results) || requested === undefined) return undefined;
  const tasks: ResultFact['tasks'][number][] = [];
  for (const [key, task] of Object.entries(results)) {
    if (!isObject(task) || typeof task.success_rate !== 'number') return undefined;
    tasks.push({
      key,
      name: textOf(task.instruction),
      requested,
      episodes: [],
      rate: numberOf(task.success_rate),
    });
  }
  return {
    path,
    suite: textOf(json.benchmark),
    checkpoint: textOf(json.checkpoint),
    timestamp: textOf(json.timestamp),
    horizon: numberOf(json.max_steps),
    tasks,
    claimed: claims(requested * tasks.length, undefined, numberOf(json.avg_success_rate)),
    offline: undefined,
  };
}
