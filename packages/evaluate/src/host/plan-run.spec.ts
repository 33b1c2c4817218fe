import { expect, test } from 'vitest';
import { specOf, specRequest, statePolicy } from '../testing/spec-evaluation.ts';
import { planEpisodes } from './plan-run.ts';

const plan = (changes: Parameters<typeof specRequest>[0]) =>
  planEpisodes(specOf(statePolicy(), specRequest(changes)));
const name = ({ task, episode }: { task: number; episode: number }) => `${task}/${episode}`;

test('every task has its episodes; init states go round after fifty', () => {
  const jobs = plan({ tasks: [3, 1], changes: { episodes: 52 } });
  expect(jobs.length).toBe(104);
  expect(jobs[0]).toMatchObject({ task: 1, episode: 0, initState: 0, instruction: 'open the drawer' });
  expect(jobs[51]).toMatchObject({ task: 1, episode: 51, initState: 1 });
});

test('shards part all episodes, evenly, and each sees every init state somewhere', () => {
  const whole = plan({ tasks: [0, 1, 2, 3, 4], changes: { episodes: 6 } });
  const shards = [0, 1, 2].map((index) =>
    plan({ tasks: [0, 1, 2, 3, 4], changes: { episodes: 6 }, shard: { index, count: 3 } }),
  );
  expect(shards.flat().map(name).sort()).toEqual(whole.map(name).sort());
  for (const shard of shards) {
    expect(shard.length).toBe(10);
    expect(new Set(shard.map(({ episode }) => episode)).size).toBe(6);
  }
});
