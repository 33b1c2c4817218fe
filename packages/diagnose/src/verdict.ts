import type { Diagnosis, ExplainedSymptom, Finding } from './diagnosis.ts';
import type { Facts, ItemKind } from './facts.ts';

type Draft = Omit<Diagnosis, 'verdict' | 'next'>;

/** Suspects named in the verdict; the report lists all. */
const NAMED_SUSPECTS = 3;

/** What is explained, how surely, what is not, and why the found causes do not reach that far. */
export function writeVerdict({ symptoms, rootCauses, findings, facts }: Draft): string {
  if (symptoms.length === 0 && findings.length === 0) return nothingWrong(facts);
  const sentences = rootCauses.map((root) => {
    const reached = symptoms.filter(({ explainedBy }) => explainedBy.includes(root.code));
    return `${capital(root.strength)}: ${root.title}. It explains ${list(reached.map(({ brief }) => brief))}.`;
  });
  const open = symptoms.filter(({ explainedBy }) => explainedBy.length === 0);
  if (open.length > 0) sentences.push(unexplained(open, symptoms, rootCauses));
  if (symptoms.length === 0) sentences.push(noSymptom(findings));
  const suspects = new Set(open.flatMap((symptom) => symptom.suspects));
  const named = findings.filter(({ code }) => suspects.has(code)).slice(0, NAMED_SUSPECTS);
  if (named.length > 0) {
    const more = suspects.size > named.length ? `; and ${suspects.size - named.length} more` : '';
    sentences.push(`Next suspects: ${named.map(({ title }) => title).join('; ')}${more}.`);
  } else if (open.length > 0 && facts.problems.length === 0)
    sentences.push('The catalogue holds nothing else that this evidence supports.');
  if (facts.problems.length > 0)
    sentences.push(
      `${facts.problems.length === 1 ? 'One thing' : `${facts.problems.length} things`} could not be read or predicted.`,
    );
  return sentences.join(' ');
}

function unexplained(
  open: readonly ExplainedSymptom[],
  symptoms: readonly ExplainedSymptom[],
  roots: readonly Finding[],
): string {
  const what = list(open.map(({ brief }) => brief));
  if (roots.length === 0) return `Nothing found explains ${what}.`;
  const crash = symptoms.some(({ kind, explainedBy }) => kind === 'load-raises' && explainedBy.length > 0);
  const episodes = open.some(({ kind }) => kind === 'no-success' || kind === 'below-expectation');
  const why = crash && episodes ? ': a load that raises runs no episode' : '';
  return `${roots.length === 1 ? 'It does' : 'They do'} not explain ${what}${why}.`;
}

function noSymptom(findings: readonly Finding[]): string {
  const worst = findings[0]!;
  const rest = findings.length > 1 ? ` and ${findings.length - 1} more` : '';
  return `No symptom is in this evidence. Found, but not shown to have done harm: ${worst.title} (${worst.strength})${rest}.`;
}

const KINDS: readonly (readonly [ItemKind, string, string])[] = [
  ['checkpoint', 'checkpoint', 'checkpoints'],
  ['environment', 'environment', 'environments'],
  ['source', 'source', 'sources'],
  ['log', 'log', 'logs'],
  ['result', 'result file', 'result files'],
];

function nothingWrong(facts: Facts): string {
  const read: Record<string, number> = {
    checkpoint: facts.checkpoints.length,
    environment: facts.environments.length,
    source: facts.sources.length,
    log: facts.logs.length,
    result: facts.results.length,
  };
  const parts = KINDS.filter(([kind]) => read[kind]! > 0).map(
    ([kind, one, many]) => `${read[kind]} ${read[kind] === 1 ? one : many}`,
  );
  const unread = facts.problems.length;
  if (parts.length === 0)
    return unread > 0
      ? 'Nothing could be read.'
      : 'There was nothing to look at: no checkpoint, environment, source, log or result.';
  const clean = facts.loads.length > 0 && facts.loads.every(({ loads }) => loads);
  const loads = clean ? ' The load is predicted to succeed.' : '';
  const left =
    unread > 0 ? ` ${unread === 1 ? 'One thing' : `${unread} things`} could not be read or predicted.` : '';
  return `Nothing wrong found in ${list(parts)}.${loads}${left}`;
}

function list(parts: readonly string[]): string {
  const last = parts.at(-1)!;
  return parts.length === 1 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}

function capital(text: string): string {
  return text[0]!.toUpperCase() + text.slice(1);
}
