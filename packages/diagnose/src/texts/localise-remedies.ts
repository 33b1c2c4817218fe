import type { Remedies } from '../remedies/plan-remedies.ts';
import type { Outcome, PlanTable, RemedyPlan } from '../remedies/remedy-plan.ts';
import type { Language } from './language.ts';
import { sentenceTranslator } from './translate-sentence.ts';

export interface LocalisedRemedies {
  readonly remedies: Remedies;
  /** Ways of which a sentence stayed in English. */
  readonly untranslated: readonly string[];
}

/** Plans in another language. Commands, names and what a program raises stay as they are. */
export function localiseRemedies(
  remedies: Remedies,
  { words, sentences, remedySentences }: Language,
): LocalisedRemedies {
  if (words.tag === 'en') return { remedies, untranslated: [] };
  const translate = sentenceTranslator([...remedySentences, ...sentences]);
  const untranslated = new Set<string>();
  const maybe = (text: string) => translate(text) ?? text;
  const outcome = (one: Outcome): Outcome => ({ ...one, text: maybe(one.text) });
  const table = ({ title, columns, rows }: PlanTable): PlanTable => ({
    title: maybe(title),
    columns: columns.map(maybe),
    rows: rows.map((row) => row.map(maybe)),
  });
  const plans = remedies.plans.map((plan): RemedyPlan => {
    const must = (text: string) => {
      if (text === '-') return text;
      const other = translate(text);
      if (other === undefined) untranslated.add(plan.way);
      return other ?? text;
    };
    return {
      ...plan,
      title: must(plan.title),
      summary: must(plan.summary),
      cost: must(plan.cost),
      risk: must(plan.risk),
      commands: plan.commands.map(({ text, what }) => ({ text, what: must(what) })),
      notes: plan.notes.map(must),
      files: plan.files.map((file) => ({ ...file, what: must(file.what) })),
      tables: plan.tables.map(table),
      checks: plan.checks.map((check) => ({ label: must(check.label), outcome: outcome(check.outcome) })),
    };
  });
  return { remedies: { before: outcome(remedies.before), plans }, untranslated: [...untranslated] };
}
