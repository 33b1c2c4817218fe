import { expect, test } from 'vitest';
import { Arena } from './arena.ts';

test('after a wish that is refused a smaller one is met', () => {
  const arena = new Arena();
  const first = arena.allocate(100);
  const used = arena.used;
  expect(() => arena.allocate(2 ** 31)).toThrow(expect.objectContaining({ code: 'CAMERA_MEMORY' }));
  expect(arena.used).toBe(used);
  expect(arena.allocate(100)).toBeGreaterThanOrEqual(first + 100);
});

test('two arenas on one memory never give the same room', () => {
  const one = new Arena();
  const other = new Arena(one.memory);
  const places = Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? one : other).allocate(5000));
  expect([...places].sort((a, b) => a - b)).toEqual(places);
  for (const [i, place] of places.slice(1).entries()) expect(place - places[i]!).toBeGreaterThanOrEqual(5000);
});
