import { expect, test } from 'vitest';
import type { EpisodeJob } from '../episode/episode-job.ts';
import { Schedule } from './schedule.ts';

const job = (task: number, episode: number): EpisodeJob => ({
  suite: 'plumb-desk',
  task,
  taskName: '',
  instruction: '',
  episode,
  initState: episode,
  attempt: 1,
});
const name = (next: EpisodeJob | undefined) => next && `${next.task}/${next.episode}`;
const none = new Set<number>();

test('a worker stays with its task, then takes one that nobody has, then helps where most is left', () => {
  const schedule = new Schedule([job(0, 0), job(0, 1), job(1, 0), job(1, 1), job(1, 2), job(2, 0)]);
  expect(name(schedule.take(0, undefined, none))).toBe('0/0');
  expect(name(schedule.take(0, 0, new Set([0, 1])))).toBe('0/1');
  expect(name(schedule.take(0, 0, new Set([0, 1])))).toBe('2/0');
  expect(name(schedule.take(0, 2, new Set([1, 2])))).toBe('1/0');
  expect(schedule.left).toBe(2);
});

test('a retry waits for its moment, and others go before it', () => {
  const schedule = new Schedule([job(0, 1)]);
  schedule.add(job(0, 0), 500);
  expect(name(schedule.take(100, 0, none))).toBe('0/1');
  expect(schedule.take(100, 0, none)).toBeUndefined();
  expect(schedule.nextMoment()).toBe(500);
  expect(name(schedule.take(500, 0, none))).toBe('0/0');
  expect(schedule.left).toBe(0);
});
