import { expect, test } from 'vitest';
import { parseResults } from './read-results.ts';

const parse = (json: unknown) =>
  parseResults(typeof json === 'string' ? json : JSON.stringify(json), 'r.json');

test('AtlasVLA’s eval_vla.py', () => {
  const fact = parse({
    benchmark: 'libero_spatial',
    checkpoint: 'logs/best.pt',
    num_tasks: 1,
    num_episodes_per_task: 3,
    overall_success_rate: 0.5,
    total_success: 1,
    total_episodes: 3,
    timestamp: '2026-02-20T21:48:07',
    results: {
      task_8: {
        task_id: 8,
        task_name: 'pick up the bowl',
        num_success: 1,
        num_episodes: 3,
        success_rate: 0.5,
        episode_results: [
          { episode: 0, success: true, steps: 120 },
          { episode: 1, success: false, steps: 220 },
        ],
      },
    },
  });
  expect(fact).toEqual({
    path: 'r.json',
    suite: 'libero_spatial',
    checkpoint: 'logs/best.pt',
    timestamp: '2026-02-20T21:48:07',
    horizon: 220,
    tasks: [
      {
        key: 'task_8',
        name: 'pick up the bowl',
        requested: 3,
        episodes: [
          { success: true, steps: 120 },
          { success: false, steps: 220 },
        ],
        rate: 0.5,
      },
    ],
    claimed: { episodes: 3, successes: 1, rate: 0.5 },
    offline: undefined,
  });
});

test('AtlasVLA’s eval_vla_libero.py lists no episodes', () => {
  const fact = parse({
    checkpoint: 'best.pt',
    benchmark: 'libero_goal',
    task_ids: [0, 1],
    n_eval: 20,
    max_steps: 600,
    results: { 0: { instruction: 'a', success_rate: 0 }, 1: { instruction: 'b', success_rate: 0.1 } },
    avg_success_rate: 0.05,
  });
  expect(fact).toMatchObject({
    horizon: 600,
    tasks: [
      { key: '0', name: 'a', requested: 20, episodes: [], rate: 0 },
      { key: '1', rate: 0.1 },
    ],
    claimed: { episodes: 40, rate: 0.05 },
  });
});

test('an offline evaluation', () => {
  expect(
    parse({ checkpoint: 'best.pt', dataset_repo: 'd', n_samples: 500, mse_first_step_mean: 0.0017 }),
  ).toMatchObject({
    offline: { samples: 500, mse: 0.0017 },
    tasks: [],
  });
});

test('LeRobot’s eval_info.json, one task and several', () => {
  expect(
    parse({
      per_episode: [
        { episode_ix: 0, success: false, seed: 1 },
        { episode_ix: 1, success: true, seed: 2 },
      ],
      aggregated: { pc_success: 50.0, eval_s: 3 },
    }),
  ).toMatchObject({
    claimed: { episodes: 2, rate: 0.5 },
    tasks: [{ episodes: [{ success: false }, { success: true }] }],
  });
  expect(
    parse({
      per_task: [
        { task_group: 'libero_spatial', task_id: 0, metrics: { successes: [false, true] } },
        { task_group: 'libero_spatial', task_id: 1, metrics: { successes: [false, false] } },
      ],
      overall: { pc_success: 25.0, n_episodes: 4 },
    }),
  ).toMatchObject({
    suite: 'libero_spatial',
    claimed: { episodes: 4, rate: 0.25 },
    tasks: [
      { key: 'libero_spatial/0' },
      { key: 'libero_spatial/1', episodes: [{ success: false }, { success: false }] },
    ],
  });
});

test('other evaluators: episodes with their errors, or a rate and a count', () => {
  expect(parse({ episodes: [{ success: 0, num_steps: 12, error: 'EOFError' }] })).toMatchObject({
    tasks: [{ episodes: [{ success: false, steps: 12, error: 'EOFError' }] }],
  });
  expect(parse({ success_rate: 84.7, num_episodes: 500, task_suite_name: 'libero_10' })).toMatchObject({
    suite: 'libero_10',
    claimed: { episodes: 500, rate: 0.847 },
  });
});

test.each([
  [{ hidden_size: 1024, model_type: 'qwen3' }],
  [[1, 2]],
  [{ success_rate: 0.5 }],
  [{ episodes: [{ reward: 1 }] }],
  [{ results: { a: { f1: 0.3 } } }],
  [{ aggregated: {} }],
])('%j holds no results', (json) => {
  expect(parse(json)).toBeUndefined();
});

test('Python writes NaN bare', () => {
  expect(
    parse(
      '{"success_rate": NaN, "mse": -Infinity, "n_samples": 3, "total_episodes": 4, "name": "a: NaN, b"}',
    ),
  ).toBeUndefined();
  expect(parse('{"success_rate": 0.5, "std": [NaN, Infinity], "total_episodes": 4}')).toMatchObject({
    claimed: { rate: 0.5 },
  });
});

test('half a file is an error of its own', () => {
  expect(() => parse('{"results": {')).toThrowError(expect.objectContaining({ code: 'RESULT_NOT_JSON' }));
});
