import type { Run } from '../read-run.ts';
import { summariseRun } from '../statistics/summarise-run.ts';

/**
 * As vla-evaluation-harness writes a benchmark's result (src/vla_eval/results/collector.py): an episode that ended in an
 * error is `success: false` with its reason, and counted in `num_errors`.
 */
export function exportVlaEval({ spec, episodes, sessions }: Run): unknown {
  const records = episodes.filter(({ status }) => status !== 'cancelled');
  const mean = (successes: number, count: number) =>
    count === 0 ? 0 : Math.round((1e4 * successes) / count) / 1e4;
  const { tasks } = summariseRun(records);
  return {
    benchmark: `LIBEROBenchmark_${spec.suite}`,
    mode: 'sync',
    harness_version: `plumb ${spec.plumb}`,
    created_at: sessions[0]?.started,
    tasks: tasks.map((task) => {
      const own = records.filter((record) => record.task === task.task);
      return {
        task: task.instruction,
        episodes: own.map((record) => ({
          episode_id: record.episode,
          metrics: { success: record.status === 'success' },
          steps: record.steps,
          elapsed_sec: record.timing.total / 1000,
          failure_reason: record.status === 'error' ? record.firstError?.code : null,
          failure_detail: record.status === 'error' ? record.firstError?.what : null,
        })),
        num_episodes: own.length,
        ...(task.errors > 0 && { num_errors: task.errors }),
        avg_steps: own.reduce((sum, { steps }) => sum + steps, 0) / Math.max(1, own.length),
        mean_success: mean(task.successes, own.length),
      };
    }),
    config: { params: { suite: spec.suite, seed: spec.protocol.seed.value } },
    seed: spec.protocol.seed.value,
    metric_keys: { success: 'mean' },
    mean_success: mean(records.filter(({ status }) => status === 'success').length, records.length),
  };
}
