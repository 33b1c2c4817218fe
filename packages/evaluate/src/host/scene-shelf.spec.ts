import { expect, test } from 'vitest';
import type { PackedScene } from '../worker/messages.ts';
import { SceneShelf } from './scene-shelf.ts';

// only handed on here, never looked into
const packed = {} as PackedScene;

test('the first packs, who comes meanwhile waits, who comes later has it at once', async () => {
  const shelf = new SceneShelf<string>();
  expect(await shelf.take('a', 'desk/0')).toBeUndefined();
  let given: PackedScene | undefined;
  const waiting = shelf.take('b', 'desk/0').then((scene) => {
    given = scene;
  });
  await Promise.resolve();
  expect(given).toBeUndefined();
  shelf.put('a', 'desk/0', packed);
  await waiting;
  expect(given).toBe(packed);
  expect(await shelf.take('c', 'desk/0')).toBe(packed);
  expect(await shelf.take('d', 'desk/1')).toBeUndefined();
});

test('a scene is let go with the last who has its task open', async () => {
  const shelf = new SceneShelf<string>();
  await shelf.take('a', 'desk/0');
  shelf.put('a', 'desk/0', packed);
  await shelf.take('b', 'desk/0');
  await shelf.take('a', 'desk/1');
  expect(shelf.tasks).toEqual(['desk/0', 'desk/1']);
  shelf.leave('b');
  expect(shelf.tasks).toEqual(['desk/1']);
  expect(await shelf.take('b', 'desk/0')).toBeUndefined();
});

test('when the one that packs is lost, one of those who wait packs for the others', async () => {
  const shelf = new SceneShelf<string>();
  await shelf.take('a', 'desk/0');
  const second = shelf.take('b', 'desk/0');
  const third = shelf.take('c', 'desk/0');
  shelf.leave('a');
  expect(await second).toBeUndefined();
  shelf.put('a', 'desk/0', {} as PackedScene);
  shelf.put('b', 'desk/0', packed);
  expect(await third).toBe(packed);
});
