import type { Diagnosis, ExplainedSymptom, Finding } from './diagnosis.ts';
import type { Facts, ItemKind } from './facts.ts';
import { listWords } from './list-words.ts';

type Draft = Omit<Diagnosis, 'verdict' | 'next'>;

/** Suspects named in the verdict; the report lists all. */
const NAMED_SUSPECTS = 3;

/** What is explained, how surely, what is not, and why the found causes do not reach that far. */
export function writeVerdict({ symptoms, rootCauses, findings, facts }: Draft): string {
  if (symptoms.length === 0 && findings.length === 0) return nothingWrong(facts);
  const open = symptoms.filter(({ explainedBy }) => explainedBy.length === 0);
  const briefs = (code: string) =>
    listWords(symptoms.filter(({ explainedBy }) => explainedBy.includes(code)).map(({ brief }) => brief));
  const [first, ...others] = rootCauses;
  const sentences: string[] = [];
  if (first) sentences.push(`${capital(first.strength)}: ${first.title}. It explains ${briefs(first.code)}.`);
  for (const { code, strength, title } of others)
    sentences.push(`${capital(strength)} as well: ${title}; that explains ${briefs(code)}.`);
  if (symptoms.length === 0) sentences.push(noSymptom(findings));
  sentences.push(...unexplained(open, symptoms, first));
  const suspects = new Set(open.flatMap((symptom) => symptom.suspects));
  const named = findings.filter(({ code }) => suspects.has(code)).slice(0, NAMED_SUSPECTS);
  if (named.length > 0) {
    const more = suspects.size > named.length ? `; and ${suspects.size - named.length} more` : '';
    sentences.push(`Next suspects: ${named.map(({ title }) => title).join('; ')}${more}.`);
  } else if (open.length > 0)
    sentences.push('No other cause of the catalogue is supported by this evidence.');
  const unread = unreadSentence(facts);
  if (unread) sentences.push(unread);
  return sentences.join(' ');
}

function unexplained(
  open: readonly ExplainedSymptom[],
  symptoms: readonly ExplainedSymptom[],
  first: Finding | undefined,
): string[] {
  if (open.length === 0) return [];
  if (!first) return [`Nothing found explains ${listWords(open.map(({ brief }) => brief))}.`];
  const crash = symptoms.some(({ kind, explainedBy }) => kind === 'load-raises' && explainedBy.length > 0);
  const scores = open.filter(({ kind }) => crash && (kind === 'no-success' || kind === 'below-expectation'));
  const rest = open.filter((symptom) => !scores.includes(symptom));
  return [
    ...(scores.length > 0
      ? [
          `The load failure does not explain ${listWords(scores.map(({ brief }) => brief))}: a load that raises runs no episode.`,
        ]
      : []),
    ...(rest.length > 0 ? [`Not explained: ${listWords(rest.map(({ brief }) => brief))}.`] : []),
  ];
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
  const left = unreadSentence(facts);
  return `Nothing wrong found in ${listWords(parts)}.${loads}${left ? ` ${left}` : ''}`;
}

function unreadSentence({ problems }: Facts): string | undefined {
  if (problems.length === 0) return undefined;
  return `${problems.length === 1 ? 'One thing' : `${problems.length} things`} could not be read or predicted.`;
}

function capital(text: string): string {
  return text[0]!.toUpperCase() + text.slice(1);
}
