import type { ResultFact } from '../../facts.ts';
import { claims, episodesOf, horizonOf, isObject, type JsonObject, numberOf, textOf } from './json.ts';

type Task = ResultFact['tasks'][number];

const LISTS = ['episodes', 'episode_results', 'per_episode', 'rollouts'] as const;
const RATES = [
  'success_rate',
  'overall_success_rate',
  'avg_success_rate',
  'total_success_rate',
  'mean_success',
] as const;

/** Any other evaluator: a list of episodes at the top or under each task, or at least a rate and a count. */
export function fromEpisodeList(json: JsonObject, path: string): ResultFact | undefined {
  const tasks = tasksOf(json);
  const rate = RATES.map((key) => numberOf(json[key])).find((value) => value !== undefined);
  const episodes = numberOf(json.total_episodes ?? json.num_episodes ?? json.n_episodes);
  if (tasks.length === 0 && (rate === undefined || episodes === undefined)) return undefined;
  return {
    path,
    suite: textOf(json.benchmark) ?? textOf(json.task_suite_name) ?? textOf(json.suite),
    checkpoint: textOf(json.checkpoint) ?? textOf(json.pretrained_checkpoint) ?? textOf(json.policy),
    timestamp: textOf(json.timestamp),
    horizon: numberOf(json.max_steps) ?? horizonOf(tasks),
    tasks,
    claimed: claims(
      episodes,
      numberOf(json.total_successes ?? json.total_success ?? json.num_success),
      // a percentage where it can be nothing else
      rate !== undefined && rate > 1 ? rate / 100 : rate,
    ),
    offline: undefined,
  };
}

function tasksOf(json: JsonObject): Task[] {
  const own = listIn(json);
  if (own)
    return [{ key: 'episodes', name: undefined, requested: undefined, episodes: own, rate: undefined }];
  const grouped = json.tasks ?? json.per_task ?? json.task_results;
  const entries: [string, unknown][] = Array.isArray(grouped)
    ? grouped.map((task, i) => [String(i), task])
    : isObject(grouped)
      ? Object.entries(grouped)
      : [];
  const tasks: Task[] = [];
  for (const [key, task] of entries) {
    if (!isObject(task)) continue;
    const episodes = listIn(task);
    if (!episodes) continue;
    tasks.push({
      key: textOf(task.task_id) ?? key,
      name: textOf(task.task_name ?? task.task ?? task.name ?? task.task_description),
      requested: numberOf(task.num_episodes),
      episodes,
      rate: numberOf(task.success_rate),
    });
  }
  return tasks;
}

function listIn(json: JsonObject) {
  for (const key of LISTS) {
    const episodes = episodesOf(json[key]);
    if (episodes && episodes.length > 0) return episodes;
  }
  return undefined;
}
