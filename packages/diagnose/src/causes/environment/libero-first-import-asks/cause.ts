import type { Evidence } from '@plumb/contract';
import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import {
  firstOfEachLog,
  fromLog,
  fromTraceback,
  installed,
  logHits,
  tracebacks,
} from '../../look-up-facts.ts';

const CODE = 'environment/libero-first-import-asks';

/** Lines of a traceback between the question and the error. */
const NEAR = 30;

function match(facts: Facts): Match | undefined {
  const asked = firstOfEachLog(logHits(facts, CODE, 'question'));
  const ended = tracebacks(facts, /EOFError|OSError/, /EOF when reading a line|Bad file descriptor/).filter(
    ({ traceback }) => traceback.frames.some(({ file }) => /libero\/libero\/__init__\.py$/.test(file)),
  );
  // the traceback begins on the question's own line, which has no end
  const unanswered = logHits(facts, CODE, 'no-answer').filter(({ log, event }) =>
    asked.some((question) => question.log === log && event.line - question.event.line <= NEAR),
  );
  if (ended.length + unanswered.length > 0)
    return {
      strength: 'proven',
      evidence: [
        ...asked.map(fromLog),
        ...unanswered.map(fromLog),
        ...ended.map(({ log, traceback }) => fromTraceback(log, traceback)),
      ],
    };
  // the question alone may have been answered: only a log that ends with it shows a program that waits
  const waiting = asked.filter(({ log, event }) => log.lines - event.line <= 1);
  if (waiting.length > 0) return { strength: 'likely', evidence: waiting.map(fromLog) };
  return notWrittenYet(facts);
}

/** On a machine that was captured LIBERO is installed, and its configuration was looked for in vain. */
function notWrittenYet(facts: Facts): Match | undefined {
  const machine = facts.machines.find(({ liberoConfigAbsent }) => liberoConfigAbsent);
  const found = ['libero', 'hf-libero']
    .flatMap((name) => installed(facts, name))
    .find(({ fact }) => fact.environment.path === machine?.path);
  if (!machine || !found) return undefined;
  const variable = machine.variables?.get('LIBERO_CONFIG_PATH');
  const where = variable ? `${variable.value}/config.yaml` : '~/.libero/config.yaml';
  const evidence: Evidence[] = [
    {
      kind: 'environment',
      place: found.installed.place,
      text: `${found.installed.name} ${found.installed.version} is installed`,
    },
    { kind: 'environment', place: machine.path, text: `${where} did not exist when this was captured` },
  ];
  return { strength: 'possible', evidence };
}

export const liberoFirstImportAsks: Cause = {
  code: CODE,
  title: 'The first import of LIBERO asks a question, and nobody can answer',
  what: 'LIBERO asks where its data sets should lie. Without a terminal the job waits for ever or ends with EOFError.',
  why: '`libero/libero/__init__.py` calls `input()` where `~/.libero/config.yaml` does not exist: a new user, a new container, another home on the cluster.',
  covers: ['B23'],
  explains: ['hang', 'import-raises'],
  leadsTo: [],
  remedies: [
    {
      when: 'now',
      text: 'Answer once before the job starts.',
      commands: ["echo N | python -c 'import libero.libero'"],
      cost: 'Seconds.',
      risk: 'None.',
    },
    {
      when: 'long-term',
      text: 'Put a config.yaml into the image and set LIBERO_CONFIG_PATH.',
      commands: [],
      cost: 'A file.',
      risk: 'None.',
    },
  ],
  logPatterns: [
    {
      name: 'question',
      contains: 'Do you want to specify a custom path for the dataset folder',
      regex: /Do you want to specify a custom path for the dataset folder/,
    },
    {
      name: 'no-answer',
      contains: 'EOF when reading a line',
      regex: /EOFError: EOF when reading a line/,
    },
  ],
  match,
};
