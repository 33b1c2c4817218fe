import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import { firstOfEachLog, fromLog, logHits } from '../../look-up-facts.ts';

const CODE = 'environment/libero-config-elsewhere';

/** A folder that LIBERO never had is a wrong path in the script: `simulator/path-not-in-libero`. */
const OTHER_FOLDER = /bddl_files\/(?!libero_(?:spatial|object|goal|90|10|100)\b)/;

function match(facts: Facts): Match | undefined {
  const hits = firstOfEachLog(
    logHits(facts, CODE, 'no-task-file').filter(({ event }) => !OTHER_FOLDER.test(event.groups.path ?? '')),
  );
  if (hits.length === 0) return undefined;
  return {
    strength: 'likely',
    evidence: hits.map(fromLog),
    details: { path: hits[0]!.event.groups.path ?? 'the task file' },
  };
}

export const liberoConfigElsewhere: Cause = {
  code: CODE,
  title: "LIBERO's configuration points to another LIBERO, which lacks this task file",
  what: 'The task file {path} does not exist where LIBERO looks for it.',
  why: 'Paths to task files, initial states and assets stand in `~/.libero/config.yaml`, one file for each user. Whichever LIBERO, LIBERO-plus or fork was imported first wrote it, and all others read it.',
  covers: ['B24'],
  explains: ['script-raises'],
  leadsTo: [],
  remedies: [
    {
      when: 'now',
      text: 'Compare the paths in `~/.libero/config.yaml` with the folder that `import libero` takes; give each environment its own file.',
      commands: ['export LIBERO_CONFIG_PATH=$PWD/.libero'],
      cost: 'Minutes.',
      risk: 'LIBERO asks a question when the file is absent: create it before a batch job.',
    },
    {
      when: 'test',
      text: 'Where no error came up, the assets and initial states may still be those of the other LIBERO: compare one task file of both.',
      commands: [],
      cost: 'Minutes.',
      risk: 'None.',
    },
  ],
  logPatterns: [
    {
      name: 'no-task-file',
      contains: '.bddl does not exist!',
      regex: /AssertionError: \[error\] (?<path>.+\.bddl) does not exist!/,
    },
  ],
  match,
};
