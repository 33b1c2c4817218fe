import { basename } from 'node:path';
import { parseLoadError } from '../evidence/parse-load-error.ts';
import type { Facts, LogFact, Traceback } from '../facts.ts';
import { count, range, type SymptomDraft } from './draft.ts';

type Kind = 'import-raises' | 'load-raises' | 'script-raises';
type Growing = Omit<SymptomDraft, 'evidence' | 'where'> & {
  evidence: SymptomDraft['evidence'][number][];
  where: SymptomDraft['where'][number][];
};

const IMPORT = /^(?:ImportError|ModuleNotFoundError|SyntaxError|IndentationError|TabError)$/;
/** Readers of weights, by the function that is on the stack when they refuse. */
const LOADERS =
  /^(?:load_state_dict|from_pretrained|_?load_(?:file|checkpoint|pretrained_model|sharded_checkpoint)|safe_open|torch_load)$/;
const LONGEST_MESSAGE = 200;

/** Tracebacks of a program that did not get to its work, except `load_state_dict`'s own. Equal ones are one symptom. */
export function findRaises(facts: Facts): SymptomDraft[] {
  const symptoms = new Map<string, { draft: Growing; times: number; script: string; uncaught: boolean }>();
  for (const log of facts.logs)
    for (const chain of chains(log)) {
      const first = chain[0]!;
      if (chain.some((traceback) => parseLoadError(traceback.message))) continue;
      if (/^(?:KeyboardInterrupt|SystemExit|unknown)$/.test(first.exception)) continue;
      const kind = kindOf(chain);
      const said = says(first);
      const key = `${kind} ${said}`;
      let entry = symptoms.get(key);
      if (!entry) {
        const draft: Growing = { kind, text: said, brief: BRIEF[kind], evidence: [], where: [] };
        entry = { draft, times: 0, script: basename(first.frames[0]?.file ?? log.path), uncaught: false };
        symptoms.set(key, entry);
      }
      entry.times += first.repeated;
      entry.uncaught ||= !chain.at(-1)!.caught;
      entry.draft.evidence.push({ kind: 'log', place: `${log.path}:${first.endLine}`, text: said });
      entry.draft.where.push(range(log, first.line, chain.at(-1)!.endLine));
    }
  const observed = [...symptoms.values()].map(({ draft, times, script, uncaught }) => ({
    ...draft,
    text: `${script} raises ${draft.text} (${count(times, 'time')}${uncaught ? '' : '; caught, the program went on'})`,
  }));
  return [...observed, ...predictedImports(facts)];
}

const BRIEF: Record<Kind, string> = {
  'import-raises': 'the program that does not start',
  'load-raises': 'the crash at load',
  'script-raises': 'the script that stops',
};

/** A traceback with those that Python chained to it. Secondary ones never begin a chain. */
function chains(log: LogFact): Traceback[][] {
  const all: Traceback[][] = [];
  for (const traceback of log.tracebacks) {
    if (traceback.link === 'handling' || traceback.link === 'cause') all.at(-1)?.push(traceback);
    else all.push([traceback]);
  }
  return all.filter(([first]) => !first!.secondary);
}

function kindOf(chain: readonly Traceback[]): Kind {
  const first = chain[0]!;
  const className = first.exception.split('.').at(-1)!;
  // dataclasses refuses a mutable default while the module that defines the class is imported
  if (IMPORT.test(className) || /^mutable default .* is not allowed/.test(first.message))
    return 'import-raises';
  const loads = first.frames.some(
    (frame) =>
      LOADERS.test(frame.function) ||
      (frame.function === 'load' && /torch[\\/]serialization\.py$/.test(frame.file)),
  );
  return loads ? 'load-raises' : 'script-raises';
}

function says({ exception, message }: Traceback): string {
  const line = message.split('\n')[0]!;
  const text = line === '' ? exception : `${exception}: ${line}`;
  return text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE)}…` : text;
}

function predictedImports(facts: Facts): SymptomDraft[] {
  const seen = new Set<string>();
  return facts.loads.flatMap(({ importFailure, environment, source }) => {
    const key = `${importFailure?.error} ${environment} ${source}`;
    if (!importFailure || seen.has(key)) return [];
    seen.add(key);
    return [
      {
        kind: 'import-raises' as const,
        text: `Predicted: the source cannot be imported there. ${importFailure.error.split('\n')[0]}`,
        brief: 'the source that cannot be imported there',
        evidence: importFailure.evidence,
        where: source === undefined ? [] : [{ path: source }],
      },
    ];
  });
}
