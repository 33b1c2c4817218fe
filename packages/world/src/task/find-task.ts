import { PlumbError } from '@plumb/core';
import { DESK_SUITE, DESK_TASKS } from '../desk/desk-tasks.ts';
import { TASK_NAMES } from './task-names.ts';

const SUITES: Readonly<Record<string, readonly string[]>> = {
  [DESK_SUITE]: [...DESK_TASKS.keys()],
  ...TASK_NAMES,
};

/** A task of LIBERO or of the built-in suite by its place. */
export interface TaskName {
  readonly suite: string;
  readonly name: string;
  /** In LIBERO's own order, from 0. */
  readonly index: number;
  /** What LIBERO tells a policy to do; made from the file name, not from the BDDL's `:language`. */
  readonly instruction: string;
}

/**
 * A task from `suite/task-name` or `suite/index`, index in LIBERO's own order. Throws `SUITE_UNKNOWN` or
 * `TASK_UNKNOWN`, naming what is there instead.
 */
export function findTask(text: string): TaskName {
  const [suite = '', which = '', ...rest] = text.split('/');
  const names = namesOf(suite);
  const index = /^\d+$/.test(which) ? Number(which) : names.indexOf(which);
  const name = names[index];
  if (name === undefined || rest.length > 0) {
    throw new PlumbError({
      code: 'TASK_UNKNOWN',
      what: `There is no task ${text}.`,
      why: `${suite} has ${names.length} tasks, 0 to ${names.length - 1}, and none is "${[which, ...rest].join('/')}".`,
      remedy: `Give an index or a name, e.g. ${suite}/0 or ${suite}/${names[0]}.`,
    });
  }
  return { suite, name, index, instruction: instructionOf(name) };
}

/** All tasks of a suite in LIBERO's order; throws `SUITE_UNKNOWN`. */
export function tasksOf(suite: string): TaskName[] {
  return namesOf(suite).map((_, index) => findTask(`${suite}/${index}`));
}

/** As `grab_language_from_filename` in libero/libero/benchmark/__init__.py. */
export function instructionOf(name: string): string {
  // LIBERO-100's files start with their scene: KITCHEN_SCENE4_put_…
  const scene = /^[A-Z].*?SCENE\d+_/.exec(name);
  return name.slice(scene?.[0].length ?? 0).replaceAll('_', ' ');
}

function namesOf(suite: string): readonly string[] {
  if (Object.hasOwn(SUITES, suite)) return SUITES[suite]!;
  throw new PlumbError({
    code: 'SUITE_UNKNOWN',
    what: `There is no suite "${suite}".`,
    why: 'LIBERO has five, and Plumb brings one along.',
    remedy: `The suites are ${Object.keys(SUITES).join(', ')}.`,
  });
}
