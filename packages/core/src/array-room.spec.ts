import { expect, test } from 'vitest';
import { ArrayRoom } from './array-room.ts';

test('arrays lie apart, and start where their kind may', () => {
  const room = new ArrayRoom();
  const arrays = [room.bytes(3), room.floats(2), room.bytes(0), room.words(1), room.ints(5)];
  for (const [i, array] of arrays.entries()) array.fill(i + 1);
  expect(arrays.map((array) => [...array])).toEqual([[1, 1, 1], [2, 2], [], [4], [5, 5, 5, 5, 5]]);
});

test('what a block cannot hold any more lies in another, and what was taken stays', () => {
  const room = new ArrayRoom();
  const first = room.words(4).fill(7);
  const large = room.bytes(40_000_000);
  expect(large).toHaveLength(40_000_000);
  expect(large.buffer).not.toBe(first.buffer);
  expect(room.words(4).fill(9).buffer).not.toBe(large.buffer);
  expect([...first]).toEqual([7, 7, 7, 7]);
});

test('after a reset the same room is given again', () => {
  const room = new ArrayRoom(true);
  const before = room.floats(8);
  room.reset();
  const after = room.floats(8);
  expect([after.buffer, after.byteOffset]).toEqual([before.buffer, before.byteOffset]);
  expect(after.buffer).toBeInstanceOf(SharedArrayBuffer);
});
