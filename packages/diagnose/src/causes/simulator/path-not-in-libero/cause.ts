import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import {
  firstOfEachLog,
  fromLog,
  fromSource,
  logHits,
  onlyLoadAsked,
  sourceHits,
} from '../../look-up-facts.ts';

const CODE = 'simulator/path-not-in-libero';

function match(facts: Facts): Match | undefined {
  const written = sourceHits(facts, 'path-not-in-data');
  const failed = firstOfEachLog(logHits(facts, CODE, 'unknown-folder'));
  if (failed.length === 0 && (written.length === 0 || onlyLoadAsked(facts))) return undefined;
  return {
    strength: failed.length > 0 ? 'proven' : 'likely',
    evidence: [...failed.map(fromLog), ...written.map(fromSource)],
    details: {
      folder:
        failed[0]?.event.groups.folder ??
        String(written[0]?.detection.details.missing ?? 'the folder it names'),
    },
  };
}

export const pathNotInLibero: Cause = {
  code: CODE,
  title: 'The script asks for a task file in `{folder}`, which no LIBERO has',
  what: 'The path to the task file is written into the script and does not exist in LIBERO. The script stops before it has tested what it was written for.',
  why: "LIBERO's task files lie in one folder for each suite (`libero_spatial`, `libero_goal`, …) and carry the scene in the file name. A folder for a scene was guessed.",
  covers: [],
  explains: ['script-raises'],
  leadsTo: [],
  remedies: [
    {
      when: 'now',
      text: 'Ask LIBERO for the path in place of writing it: `benchmark.get_task_bddl_file_path(i)`.',
      commands: [],
      cost: 'One line.',
      risk: 'None.',
    },
  ],
  logPatterns: [
    {
      name: 'unknown-folder',
      contains: '.bddl does not exist!',
      regex:
        /bddl_files\/(?<folder>(?!libero_(?:spatial|object|goal|90|10|100)\/)[^/\s]+)\/[^/\s]+\.bddl does not exist!/,
    },
  ],
  match,
};
