import type { Diagnosis, ExplainedSymptom, Finding } from '../diagnosis.ts';
import { fillText } from '../fill-placeholders.ts';
import { writeVerdict } from '../verdict.ts';
import type { Language } from './language.ts';
import { sentenceTranslator, type Translate } from './translate-sentence.ts';

export interface Localised {
  readonly diagnosis: Diagnosis;
  /** Codes of findings, and ids of symptoms, that stayed in English: the report names them. */
  readonly untranslated: readonly string[];
}

/**
 * A diagnosis in another language. Lines quoted from files, commands and codes stay as they are. What has no
 * translation stays in English and is named.
 */
export function localise(diagnosis: Diagnosis, language: Language): Localised {
  if (language.words.tag === 'en') return { diagnosis, untranslated: [] };
  const translate = sentenceTranslator(language.sentences);
  const untranslated: string[] = [];
  const byCode = new Map<string, Finding>();
  for (const finding of diagnosis.findings) {
    if (!language.causes[finding.code]) untranslated.push(finding.code);
    byCode.set(finding.code, localiseFinding(finding, language, translate));
  }
  const symptoms = diagnosis.symptoms.map((symptom) => {
    if (translate(symptom.text) === undefined) untranslated.push(symptom.id);
    return localiseSymptom(symptom, translate);
  });
  const facts = {
    ...diagnosis.facts,
    items: diagnosis.facts.items.map((item) =>
      item.remark === undefined ? item : { ...item, remark: translate(item.remark) ?? item.remark },
    ),
    loads: diagnosis.facts.loads.map((load) => ({
      ...load,
      config: load.config.map((row) => ({
        ...row,
        saved: translate(row.saved) ?? row.saved,
        there: translate(row.there) ?? row.there,
      })),
    })),
  };
  const draft = {
    symptoms,
    findings: diagnosis.findings.map(({ code }) => byCode.get(code)!),
    rootCauses: diagnosis.rootCauses.map(({ code }) => byCode.get(code)!),
    facts,
  };
  return {
    diagnosis: { ...diagnosis, ...draft, verdict: writeVerdict(draft, language.words) },
    untranslated,
  };
}

function localiseFinding(finding: Finding, { causes }: Language, translate: Translate): Finding {
  const evidence = finding.evidence.map((piece) => ({ ...piece, text: translate(piece.text) ?? piece.text }));
  const texts = causes[finding.code];
  if (!texts) return { ...finding, evidence };
  const details = Object.fromEntries(
    Object.entries(finding.details ?? {}).map(([name, value]) => [name, translate(value) ?? value]),
  );
  return {
    ...finding,
    evidence,
    title: fillText(texts.title, details),
    what: fillText(texts.what, details),
    why: fillText(texts.why, details),
    remedies: finding.remedies.map((remedy, i) => {
      const words = texts.remedies[i];
      if (!words) return remedy;
      return {
        ...remedy,
        text: fillText(words.text, details),
        cost: fillText(words.cost, details),
        risk: fillText(words.risk, details),
      };
    }),
  };
}

function localiseSymptom(symptom: ExplainedSymptom, translate: Translate): ExplainedSymptom {
  const say = (text: string) => translate(text) ?? text;
  return {
    ...symptom,
    text: say(symptom.text),
    brief: say(symptom.brief),
    evidence: symptom.evidence.map((piece) => ({ ...piece, text: say(piece.text) })),
  };
}
