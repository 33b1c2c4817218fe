// The result file of the second evaluation: every weight loaded, 0 of 50. LIBERO's ten spatial tasks, in its order.
const PLACES = [
  'between the plate and the ramekin',
  'next to the ramekin',
  'from table center',
  'on the cookie box',
  'in the top drawer of the wooden cabinet',
  'on the ramekin',
  'next to the cookie box',
  'on the stove',
  'next to the plate',
  'on the wooden cabinet',
];
const EPISODES = 5;
// LIBERO-Spatial's usual horizon
const STEPS = 220;

export function makeResults() {
  const results = PLACES.map((place, id) => [
    `task_${id}`,
    {
      task_id: id,
      task_name: `pick up the black bowl ${place} and place it on the plate`,
      num_success: 0,
      num_episodes: EPISODES,
      success_rate: 0,
      episode_results: Array.from({ length: EPISODES }, (_, episode) => ({
        episode,
        success: false,
        steps: STEPS,
      })),
    },
  ]);
  return {
    benchmark: 'libero_spatial',
    checkpoint: 'checkpoint.pt',
    num_tasks: PLACES.length,
    num_episodes_per_task: EPISODES,
    overall_success_rate: 0,
    total_success: 0,
    total_episodes: PLACES.length * EPISODES,
    timestamp: '2026-03-02T21:40:11',
    results: Object.fromEntries(results),
  };
}
