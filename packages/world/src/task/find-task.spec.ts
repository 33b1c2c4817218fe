import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findTask, instructionOf, tasksOf } from './find-task.ts';
import { TASK_NAMES } from './task-names.ts';

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

test.each(['libero_goal', 'libero_goal/10', 'libero_goal/-1', 'libero_goal/stove', 'libero_goal/0/1'])(
  '%s is not a task',
  (text) => {
    expect(() => findTask(text)).toThrow(expect.objectContaining({ code: 'TASK_UNKNOWN' }));
  },
);

test.each(['libero_space', 'toString', ''])('"%s" is not a suite', (suite) => {
  const unknown = expect.objectContaining({
    code: 'SUITE_UNKNOWN',
    what: `There is no suite "${suite}".`,
    remedy: expect.stringContaining('libero_spatial'),
  });
  expect(() => findTask(`${suite}/0`)).toThrow(unknown);
  expect(() => tasksOf(suite)).toThrow(unknown);
});

test('instructions and order as in Python', () => {
  // digests by oracle/world/scene-digests.py
  const { instructions } = JSON.parse(
    readFileSync(new URL('../scene/fixtures/scene-digests.json', import.meta.url), 'utf8'),
  );
  const told = Object.keys(TASK_NAMES).map((suite) => {
    const text = tasksOf(suite)
      .map((task) => task.instruction)
      .join('\n');
    return [suite, createHash('sha256').update(text).digest('hex').slice(0, 16)];
  });
  expect(Object.fromEntries(told)).toEqual(instructions);
});
