import type { ResultFact } from '../../facts.ts';
import { claims, episodesOf, horizonOf, isObject, type JsonObject, numberOf, textOf } from './json.ts';

/** AtlasVLA's `eval/eval_vla.py`: tasks by key, each with `episode_results`. */
export function fromAtlasEval(json: JsonObject, path: string): ResultFact | undefined {
  const results = json.results;
  if (!isObject(results)) return undefined;
  const tasks: ResultFact['tasks'][number][] = [];
  for (const [key, task] of Object.entries(results)) {
    if (!isObject(task)) return undefined;
    const episodes = episodesOf(task.episode_results ?? task.episodes);
    if (!episodes) return undefined;
    tasks.push({
      key,
      name: textOf(task.task_name) ?? textOf(task.task_description),
      requested: numberOf(task.num_episodes) ?? numberOf(json.num_episodes_per_task),
      episodes,
      rate: numberOf(task.success_rate),
    });
  }
  return {
    path,
    suite: textOf(json.benchmark) ?? textOf(json.task_suite_name),
    checkpoint: textOf(json.checkpoint),
    timestamp: textOf(json.timestamp),
    horizon: numberOf(json.max_steps) ?? horizonOf(tasks),
    tasks,
    claimed: claims(
      numberOf(json.total_episodes),
      numberOf(json.total_success),
      numberOf(json.overall_success_rate),
    ),
    offline: undefined,
  };
}
