import type { Run } from '../read-run.ts';
import { summariseRun } from '../statistics/summarise-run.ts';

/**
 * As AtlasVLA's eval_vla.py writes `eval_results_*.json` (8da9053): rates are fractions, an error counts as a failure there
 * and is `"error": true` here besides.
 */
export function exportAtlas({ spec, episodes, sessions }: Run): unknown {
  const { tasks, total } = summariseRun(episodes);
  const scored = (figures: { successes: number; failures: number; errors: number }) =>
    figures.successes + figures.failures + figures.errors;
  const rate = (successes: number, count: number) => (count === 0 ? 0 : successes / count);
  return {
    benchmark: spec.suite,
    checkpoint: spec.policy.name,
    num_tasks: tasks.length,
    num_episodes_per_task: spec.protocol.episodes.value,
    overall_success_rate: rate(total.successes, scored(total)),
    total_success: total.successes,
    total_episodes: scored(total),
    timestamp: sessions[0]?.started,
    results: Object.fromEntries(
      tasks.map((task) => {
        const records = episodes.filter(
          (record) => record.task === task.task && record.status !== 'cancelled',
        );
        return [
          `task_${task.task}`,
          {
            task_id: task.task,
            task_name: task.instruction,
            num_success: task.successes,
            num_episodes: scored(task),
            success_rate: rate(task.successes, scored(task)),
            elapsed_time: records.reduce((sum, record) => sum + record.timing.total, 0) / 1000,
            episode_results: records.map((record) => ({
              episode: record.episode,
              success: record.status === 'success',
              steps: record.steps,
              ...(record.status === 'error' && { error: true }),
            })),
          },
        ];
      }),
    ),
  };
}
