import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { referenceHere } from '../testing/libero-here.ts';
import { findTask, instructionOf, tasksOf } from './find-task.ts';
import { TASK_NAMES } from './task-names.ts';

const reference = referenceHere();

test('130 tasks', () => {
  expect(Object.values(TASK_NAMES).map((names) => new Set(names).size)).toEqual([10, 10, 10, 10, 90]);
});

test('a task by index or by name', () => {
  const byName = findTask('libero_goal/turn_on_the_stove');
  expect(byName).toEqual({
    suite: 'libero_goal',
    name: 'turn_on_the_stove',
    index: byName.index,
    instruction: 'turn on the stove',
  });
  expect(findTask(`libero_goal/${byName.index}`)).toEqual(byName);
});

test.each([
  ['KITCHEN_SCENE4_put_the_black_bowl_in_it', 'put the black bowl in it'],
  ['STUDY_SCENE10_pick_up_the_book', 'pick up the book'],
  ['pick_up_the_SCENE1_x', 'pick up the SCENE1 x'],
])('the instruction of %s', (name, instruction) => {
  expect(instructionOf(name)).toBe(instruction);
});

test.each(['libero_goal', 'libero_goal/10', 'libero_goal/-1', 'libero_goal/stove', 'libero_goal/0/1', 'toString/0'])(
  '%s is not a task',
  (text) => {
    expect(() => findTask(text)).toThrow(expect.objectContaining({ code: 'TASK_UNKNOWN' }));
  },
);

test.skipIf(!reference)('instructions and order as recorded from Python (skipped without ../shared)', () => {
  for (const suite of ['libero_spatial', 'libero_object', 'libero_goal', 'libero_10']) {
    const recorded = JSON.parse(readFileSync(join(reference!, `settle_${suite}.json`), 'utf8'));
    const tasks = Object.entries<Record<string, unknown>>(recorded.tasks ?? recorded);
    expect(tasksOf(suite).map((task) => task.name)).toEqual(tasks.map(([name]) => name));
  }
});
