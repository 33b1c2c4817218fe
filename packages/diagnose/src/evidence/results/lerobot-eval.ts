import type { ResultFact } from '../../facts.ts';
import { claims, episodesOf, horizonOf, isObject, type JsonObject, numberOf, textOf } from './json.ts';

type Task = ResultFact['tasks'][number];

/**
 * LeRobot's `eval_info.json`. One task: `per_episode` and `aggregated`. Several: `per_task` with `metrics.successes`
 * by task group and id, and `overall`. Rates are percentages (`pc_success`).
 */
export function fromLerobotEval(json: JsonObject, path: string): ResultFact | undefined {
  const total = isObject(json.overall) ? json.overall : json.aggregated;
  if (!isObject(total) || !('pc_success' in total)) return undefined;
  const percent = numberOf(total.pc_success);
  const tasks = Array.isArray(json.per_task) ? fromTasks(json.per_task) : fromEpisodes(json);
  const listed = tasks.reduce((sum, task) => sum + task.episodes.length, 0);
  const suites = new Set(
    (Array.isArray(json.per_task) ? json.per_task : [])
      .filter(isObject)
      .map((task) => textOf(task.task_group)),
  );
  return {
    path,
    suite: suites.size === 1 ? [...suites][0] : undefined,
    checkpoint: undefined,
    timestamp: undefined,
    horizon: horizonOf(tasks),
    tasks,
    claimed: claims(
      numberOf(total.n_episodes) ?? (listed || undefined),
      undefined,
      percent === undefined ? undefined : percent / 100,
    ),
    offline: undefined,
  };
}

function fromEpisodes(json: JsonObject): Task[] {
  const episodes = episodesOf(json.per_episode) ?? [];
  return [{ key: 'per_episode', name: undefined, requested: undefined, episodes, rate: undefined }];
}

function fromTasks(entries: readonly unknown[]): Task[] {
  return entries.filter(isObject).map((entry, i) => {
    const metrics = isObject(entry.metrics) ? entry.metrics : {};
    const group = textOf(entry.task_group);
    const key = `${group === undefined ? '' : `${group}/`}${entry.task_id ?? i}`;
    return {
      key,
      name: undefined,
      requested: undefined,
      episodes: episodesOf(metrics.successes) ?? [],
      rate: undefined,
    };
  });
}
