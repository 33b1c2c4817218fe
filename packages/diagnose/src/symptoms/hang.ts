import type { PatternOwner } from '../evidence/log-patterns.ts';
import type { Facts, LogFact, Traceback } from '../facts.ts';
import { range, type SymptomDraft } from './draft.ts';

const CODE = 'symptom/hang';

/** What schedulers write of a job that did not end by itself. */
export const HANG_PATTERNS: PatternOwner = {
  code: CODE,
  logPatterns: [
    {
      name: 'time-limit',
      contains: 'DUE TO TIME LIMIT',
      regex: /\b(?:JOB|STEP) \S+ ON \S+ CANCELLED AT \S+ DUE TO TIME LIMIT/,
    },
    {
      name: 'walltime',
      contains: 'walltime',
      regex: /PBS: job killed: walltime \d+ exceeded limit \d+/,
    },
    { name: 'run-limit', contains: 'TERM_RUNLIMIT', regex: /^TERM_RUNLIMIT: job killed/ },
  ],
};

const QUESTION = 'environment/libero-first-import-asks#question';

/** Functions that may never return: a reset that tries for ever, a driver that does not answer. */
const WAITS = /^(?:reset|eglInitialize|eglMakeCurrent)$/;
/** Where LIBERO asks, at its first import; `input` is no frame of its own. */
const ASKS = /libero[\\/]libero[\\/]__init__\.py$/;

/**
 * Nothing happens any more: the log ends with a question, somebody interrupted a program in a place that may
 * never return, or the scheduler ended it before it had any result. A job that was cut off while it wrote results was
 * slow, and is none of it.
 */
export function findHangs(facts: Facts): SymptomDraft[] {
  return facts.logs.flatMap((log) => asks(log) ?? interrupted(log) ?? outOfTime(log) ?? []);
}

function asks(log: LogFact): SymptomDraft | undefined {
  const question = log.events.findLast(({ pattern }) => pattern === QUESTION);
  if (!question || log.lines - question.line > 1) return undefined;
  return draft(log, question.line, 'The log ends with a question that nobody answered', question.text);
}

function interrupted(log: LogFact): SymptomDraft | undefined {
  const last = log.tracebacks.findLast(({ secondary }) => !secondary);
  // somebody who stops an evaluation that gets on has rates in the log
  if (last?.exception !== 'KeyboardInterrupt' || log.rates.length > 0) return undefined;
  const frame = last.frames.findLast((one) => WAITS.test(one.function) || ASKS.test(one.file));
  if (!frame) return undefined;
  const text = `Interrupted while it waited in ${frame.function} (${frame.file}:${frame.line})`;
  return draft(log, last.line, text, text, last);
}

function outOfTime(log: LogFact): SymptomDraft | undefined {
  const killed = log.events.find(({ pattern }) => pattern.startsWith(`${CODE}#`));
  if (!killed || log.rates.length > 0) return undefined;
  return draft(log, killed.line, 'The job ran out of time without a result', killed.text);
}

function draft(log: LogFact, line: number, text: string, said: string, end?: Traceback): SymptomDraft {
  return {
    kind: 'hang',
    text,
    brief: 'the program that waits',
    evidence: [{ kind: 'log', place: `${log.path}:${line}`, text: said.trim() }],
    where: [range(log, line, end?.endLine ?? line)],
  };
}
