import { expect, test } from 'vitest';
import { parseProblem } from './parse-problem.ts';

const TASK = `
(define (problem Our_Desk) ; a comment
  (:domain robosuite)
  (:language Put the Cup on the tray)
  (:regions
    (cup_region (:target main_table) (:ranges ((0.1 -0.2 0.3 0.2) (1 2 3 4))) (:yaw_rotation ((0.5 1.5))))
    (top (:target tray_1) (:rgba (1 0 0 1)))
  )
  (:fixtures main_table - table)
  (:objects cup_1 cup_2 - cup tray_1 - tray)
  (:obj_of_interest cup_1)
  (:init (On cup_1 main_table_cup_region) (Open tray_1))
  (:goal (And (On cup_1 tray_1_top) (Turnon tray_1)))
)`;

test('a task is read as written, lower-cased', () => {
  const problem = parseProblem(TASK, 'a.bddl');
  expect(problem.problem).toBe('our_desk');
  expect(problem.language).toBe('put the cup on the tray');
  expect([...problem.fixtures]).toEqual([['table', ['main_table']]]);
  expect([...problem.objects]).toEqual([
    ['cup', ['cup_1', 'cup_2']],
    ['tray', ['tray_1']],
  ]);
  expect([...problem.regions.values()]).toEqual([
    {
      name: 'main_table_cup_region',
      target: 'main_table',
      ranges: [
        [0.1, -0.2, 0.3, 0.2],
        [1, 2, 3, 4],
      ],
      yawRotation: [0.5, 1.5],
      rgba: [0, 0, 1, 0],
    },
    { name: 'tray_1_top', target: 'tray_1', ranges: [], yawRotation: [0, 0], rgba: [1, 0, 0, 1] },
  ]);
  expect(problem.objectsOfInterest).toEqual(['cup_1']);
  expect(problem.init[1]).toEqual({ name: 'open', args: ['tray_1'], line: 12, column: 43 });
  expect(problem.goal.map((goal) => [goal.name, ...goal.args])).toEqual([
    ['on', 'cup_1', 'tray_1_top'],
    ['turnon', 'tray_1'],
  ]);
});

test('a goal without And is one predicate', () => {
  const problem = parseProblem(
    TASK.replace('(And (On cup_1 tray_1_top) (Turnon tray_1))', '(Close tray_1)'),
    'a',
  );
  expect(problem.goal.map((goal) => goal.name)).toEqual(['close']);
});

test('an unknown predicate is named with its place', () => {
  expect(() => parseProblem(TASK.replace('Turnon', 'Juggled'), 'a.bddl')).toThrow(
    expect.objectContaining({
      code: 'BDDL_UNKNOWN_PREDICATE',
      what: 'a.bddl:13:38: the predicate "juggled" is not one of LIBERO\'s.',
    }),
  );
});

test.each([
  ['a missing end', TASK.slice(0, -1), 'a.bddl:2:1: this parenthesis is never closed.'],
  ['one end too many', `${TASK})`, 'a.bddl:14:2: ")" stands after the end'],
  ['words outside', 'hello (define)', 'a.bddl:1:1: "hello" stands outside'],
  ['an empty file', '; nothing', 'a.bddl:1:1: the file is empty'],
  ['another language', '(defun f ())', 'a.bddl:1:2: a task starts with (define'],
  [
    'a section that is none',
    TASK.replace(':fixtures', ':furniture'),
    'a.bddl:9:4: ":furniture" is not a section',
  ],
  ['a section twice', TASK.replace(':fixtures', ':objects'), 'a.bddl:10:4: ":objects" is given twice'],
  ['no goal', TASK.replace(/\(:goal.*\n/, ''), 'the section (:goal …) is missing'],
  ['another domain', TASK.replace('robosuite', 'igibson'), 'a.bddl:3:12: the domain is "igibson"'],
  ['a word for a number', TASK.replace('0.3', 'far'), 'a.bddl:6:58: expected a number'],
  ['three numbers', TASK.replace(' 0.2)', ')'), 'a.bddl:6:48: expected 4 numbers, found 3'],
  ['a region nowhere', TASK.replace('(:target tray_1)', ''), 'a.bddl:7:6: the region "top" has no :target'],
  ['a region with more', TASK.replace(':rgba', ':shape'), 'a.bddl:7:28: ":shape" is not an attribute'],
  ['an object twice', TASK.replace('cup_2', 'cup_1'), 'a.bddl:10:19: "cup_1" is named twice'],
  ['too many names', TASK.replace('(Open tray_1)', '(Open tray_1 cup_1)'), '"open" takes 1 names, not 2'],
])('%s is an error with its place', (_, text, what) => {
  expect(() => parseProblem(text, 'a.bddl')).toThrow(
    expect.objectContaining({ code: 'BDDL_MALFORMED', what: expect.stringContaining(what) }),
  );
});

test('nesting without end is an error, not a stack overflow', () => {
  expect(() => parseProblem('('.repeat(100_000), 'a')).toThrow(/nest too deep/);
});
