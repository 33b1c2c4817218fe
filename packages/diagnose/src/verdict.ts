import type { Diagnosis, ExplainedSymptom, Finding } from './diagnosis.ts';
import type { Facts } from './facts.ts';
import { briefsOf } from './symptoms/briefs-of.ts';
import { en, type Words } from './texts/en.ts';

type Draft = Omit<Diagnosis, 'verdict' | 'next'>;

/** Suspects named in the verdict; the report lists all. */
const NAMED_SUSPECTS = 3;

/** What is explained, how surely, what is not, and why the found causes do not reach that far. */
export function writeVerdict({ symptoms, rootCauses, findings, facts }: Draft, words: Words = en): string {
  const say = words.verdict;
  if (symptoms.length === 0 && findings.length === 0) return nothingWrong(facts, words);
  const open = symptoms.filter(({ explainedBy }) => explainedBy.length === 0);
  const briefs = (code: string) =>
    words.list(briefsOf(symptoms.filter(({ explainedBy }) => explainedBy.includes(code))));
  const [first, ...others] = rootCauses;
  const sentences: string[] = [];
  if (first) sentences.push(say.first(say.strength[first.strength], first.title, briefs(first.code)));
  for (const { code, strength, title } of others)
    sentences.push(say.other(say.strength[strength], title, briefs(code)));
  if (symptoms.length === 0) {
    const [worst] = findings;
    sentences.push(say.noSymptom(worst!.title, words.strength[worst!.strength], findings.length - 1));
  }
  sentences.push(...unexplained(open, symptoms, first, words));
  const suspects = new Set(open.flatMap((symptom) => symptom.suspects));
  const named = findings.filter(({ code }) => suspects.has(code)).slice(0, NAMED_SUSPECTS);
  if (named.length > 0) {
    const titles = named.map(({ title }) => title).join(words.separator);
    sentences.push(say.suspects(titles, suspects.size - named.length));
  } else if (open.length > 0) sentences.push(say.noSuspect);
  if (facts.problems.length > 0) sentences.push(say.unread(facts.problems.length));
  return sentences.join(words.betweenSentences);
}

function unexplained(
  open: readonly ExplainedSymptom[],
  symptoms: readonly ExplainedSymptom[],
  first: Finding | undefined,
  { verdict: say, list }: Words,
): string[] {
  if (open.length === 0) return [];
  if (!first) return [say.nothingExplains(list(briefsOf(open)))];
  const crash = symptoms.some(({ kind, explainedBy }) => kind === 'load-raises' && explainedBy.length > 0);
  const scores = open.filter(({ kind }) => crash && (kind === 'no-success' || kind === 'below-expectation'));
  const rest = open.filter((symptom) => !scores.includes(symptom));
  return [
    ...(scores.length > 0 ? [say.crashRunsNoEpisode(list(briefsOf(scores)))] : []),
    ...(rest.length > 0 ? [say.notExplained(list(briefsOf(rest)))] : []),
  ];
}

function nothingWrong(facts: Facts, { verdict: say, read, list, betweenSentences }: Words): string {
  const counted = [
    [facts.checkpoints.length, read.checkpoint],
    [facts.environments.length, read.environment],
    [facts.sources.length, read.source],
    [facts.logs.length, read.log],
    [facts.results.length, read.result],
  ] as const;
  const parts = counted.flatMap(([n, tell]) => (n > 0 ? [tell(n)] : []));
  const unread = facts.problems.length;
  if (parts.length === 0) return unread > 0 ? say.nothingRead : say.nothingGiven;
  const clean = facts.loads.length > 0 && facts.loads.every(({ loads }) => loads);
  return [
    say.nothingWrong(list(parts)),
    ...(clean ? [say.loads] : []),
    ...(unread > 0 ? [say.unread(unread)] : []),
  ].join(betweenSentences);
}
