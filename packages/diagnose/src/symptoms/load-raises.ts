import { basename } from 'node:path';
import type { CheckResult } from '@plumb/architecture';
import { type LoadError, parseLoadError } from '../evidence/parse-load-error.ts';
import type { Facts, LoadErrorFact, LogFact, Traceback } from '../facts.ts';
import { count, range, type SymptomDraft } from './draft.ts';

type Growing = {
  -readonly [K in keyof SymptomDraft]: SymptomDraft[K] extends readonly (infer T)[] ? T[] : SymptomDraft[K];
};

/** What torch or safetensors would refuse as well, as opposed to formats that only Plumb does not read. */
const UNLOADABLE =
  /LFS_POINTER|WEB_PAGE|TRUNCATED|NOT_A_CHECKPOINT|OUT_OF_RANGE|MALFORMED|CORRUPT|MISSING|INCOMPLETE/;

/** Loads that raised in a log, and loads that will raise; one symptom for each distinct error. */
export function findLoadRaises(facts: Facts): SymptomDraft[] {
  const byError = new Map<string, Growing>();
  for (const log of facts.logs)
    for (const { fact, error } of distinctErrors(log)) {
      const symptom = growing(byError, keyOf(error), () => ({
        text: `load_state_dict raises for ${error.className}: ${tell(error)}`,
        brief: 'the crash at load',
      }));
      symptom.evidence.push({
        kind: 'log',
        place: `${log.path}:${fact.line}`,
        text: `Error(s) in loading state_dict for ${error.className}: ${tell(error)}`,
      });
      symptom.where.push(range(log, fact.traceback ?? fact.line, fact.endLine));
    }
  for (const load of facts.loads) addPredicted(byError, load);
  const meant = new Set(facts.items.filter(({ kind }) => kind === 'checkpoint').map(({ path }) => path));
  for (const { path } of facts.checkpoints) meant.delete(path);
  for (const { path, code, error } of facts.problems) {
    if (!meant.has(path) || code === undefined || !UNLOADABLE.test(code)) continue;
    const symptom = growing(byError, `${code} ${path}`, () => ({
      text: `Predicted: ${basename(path)} cannot be loaded. ${error}`,
      brief: 'the checkpoint that cannot be read',
    }));
    symptom.evidence.push({ kind: 'checkpoint', place: path, text: error });
    symptom.where.push({ path });
  }
  return [...byError.values()];
}

function addPredicted(byError: Map<string, Growing>, load: CheckResult): void {
  if (load.importFailure) return;
  const error = load.error === null ? undefined : parseLoadError(load.error);
  const reason = (load.constructionError ?? load.error)?.split('\n')[0];
  if (load.loads || reason === undefined) return;
  const name = basename(load.checkpoint);
  const how = error && isLoose(load, error) ? ', strict=False' : '';
  const symptom = growing(byError, error ? keyOf(error) : reason, () =>
    error
      ? {
          text: `Predicted for ${name}${how}: load_state_dict raises for ${error.className}: ${tell(error)}`,
          brief: `the crash predicted for ${name}`,
        }
      : {
          text: `Predicted for ${name}: the model cannot be built. ${reason}`,
          brief: `that ${name} cannot be built`,
        },
  );
  symptom.evidence.push({
    kind: 'prediction',
    place: `${load.checkpoint} in ${load.environment}`,
    text: error ? tell(error) : reason,
  });
  symptom.where.push({ path: load.checkpoint });
}

/** With `strict=False` PyTorch still raises for shapes, and is silent about names. */
function isLoose({ missing, unexpected }: CheckResult, error: LoadError): boolean {
  return error.missing.length + error.unexpected.length === 0 && missing.length + unexpected.length > 0;
}

function growing(
  byError: Map<string, Growing>,
  key: string,
  words: () => { text: string; brief: string },
): Growing {
  let symptom = byError.get(key);
  if (!symptom) {
    symptom = { kind: 'load-raises', ...words(), evidence: [], where: [] };
    byError.set(key, symptom);
  }
  return symptom;
}

/** A message that was printed and raised, or raised again while the first was handled, is one error. */
function distinctErrors(log: LogFact): { fact: LoadErrorFact; error: LoadError }[] {
  const all = log.loadErrors.flatMap((fact) => {
    const error = parseLoadError(fact.message);
    return error && !isFollowUp(log, fact) ? [{ fact, error }] : [];
  });
  const whole = all.filter(({ error }) => !error.truncated);
  const cut = all.filter(
    ({ error }) => error.truncated && !whole.some((other) => other.error.className === error.className),
  );
  const seen = new Set<string>();
  // raised before printed: the traceback is the better place
  return [...whole, ...cut]
    .sort((a, b) => Number(a.fact.traceback === undefined) - Number(b.fact.traceback === undefined))
    .filter(({ error }) => !seen.has(keyOf(error)) && seen.add(keyOf(error)));
}

function isFollowUp(log: LogFact, fact: LoadErrorFact): boolean {
  const at = log.tracebacks.findIndex((traceback) => traceback.line === fact.traceback);
  const traceback: Traceback | undefined = log.tracebacks[at];
  const before = log.tracebacks[at - 1];
  return (
    (traceback?.link === 'handling' || traceback?.link === 'cause') &&
    before !== undefined &&
    parseLoadError(before.message) !== undefined
  );
}

function keyOf(error: LoadError): string {
  const { className, missing, unexpected, mismatched, truncated } = error;
  return `${className} ${truncated} ${missing.length} ${unexpected.length} ${mismatched.length}`;
}

function tell({ missing, unexpected, mismatched, other, truncated }: LoadError): string {
  if (truncated && mismatched.length === 0) return 'the message was cut short by whoever printed it';
  const parts = [
    mismatched.length > 0 && `${count(mismatched.length, 'tensor')} of another shape`,
    missing.length > 0 && `${missing.length} missing`,
    unexpected.length > 0 && `${unexpected.length} unexpected`,
    other.length > 0 && `${other.length} other`,
  ];
  return `${truncated ? 'at least ' : ''}${parts.filter(Boolean).join(', ')}`;
}
