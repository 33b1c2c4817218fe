import type { Run } from '../read-run.ts';
import type { EpisodeRecord } from '../record.ts';
import { summariseRun } from '../statistics/summarise-run.ts';

/**
 * As lerobot-eval writes `eval_info.json` (src/lerobot/scripts/lerobot_eval.py): rates in percent, reward 1 for success.
 * Errors are left out of every list, as nothing there could hold them; `n_errors` counts them.
 */
export function exportLerobot({ spec, episodes }: Run): unknown {
  const scored = episodes.filter(({ status }) => status === 'success' || status === 'failure');
  const aggregate = (records: readonly EpisodeRecord[]) => {
    const successes = records.map(({ status }) => status === 'success');
    const mean = successes.length === 0 ? Number.NaN : successes.filter(Boolean).length / successes.length;
    const seconds = records.reduce((sum, { timing }) => sum + timing.total, 0) / 1000;
    return {
      avg_sum_reward: mean,
      avg_max_reward: mean,
      pc_success: 100 * mean,
      n_episodes: records.length,
      eval_s: seconds,
      eval_ep_s: seconds / Math.max(1, records.length),
      video_paths: [],
    };
  };
  const { tasks } = summariseRun(episodes);
  const overall = aggregate(scored);
  return {
    per_task: tasks.map((task) => {
      const records = scored.filter((record) => record.task === task.task);
      const successes = records.map(({ status }) => status === 'success');
      return {
        task_group: spec.suite,
        task_id: task.task,
        metrics: {
          sum_rewards: successes.map(Number),
          max_rewards: successes.map(Number),
          successes,
          video_paths: [],
        },
      };
    }),
    per_group: { [spec.suite]: overall },
    overall: { ...overall, n_errors: episodes.filter(({ status }) => status === 'error').length },
  };
}
