import type { Evidence } from '@plumb/contract';
import type { Diagnosis, ExplainedSymptom, Finding } from '../diagnosis.ts';
import type { Item, Problem } from '../facts.ts';
import type { LoadPlans } from '../remedies/plan-loads.ts';
import { briefsOf } from '../symptoms/briefs-of.ts';
import type { Words } from '../texts/en.ts';
import { english, type Language } from '../texts/language.ts';
import { localise } from '../texts/localise.ts';
import { localiseRemedies } from '../texts/localise-remedies.ts';
import { besideTheChains, type ChainNode, chainTree } from './chain-tree.ts';
import { type ConfigTable, configTables } from './config-tables.ts';
import { groupRemedies, type RemedyGroup } from './group-remedies.ts';
import { type ShapeTable, shapeTables } from './group-shapes.ts';
import type { Excerpt, Excerpts } from './read-excerpts.ts';

export interface ReportEvidence extends Evidence {
  /** Lines around the place, where the file could be read. */
  readonly excerpt?: Excerpt;
}

export interface ReportFinding
  extends Pick<
    Finding,
    'code' | 'title' | 'what' | 'why' | 'strength' | 'covers' | 'explainedBy' | 'remedies'
  > {
  readonly evidence: readonly ReportEvidence[];
  /** The piece of evidence that says most. */
  readonly proof?: ReportEvidence;
  readonly role: 'root' | 'chain' | 'beside';
  /** Which symptoms it explains or may explain, in words. */
  readonly impact: string;
}

export interface ReportSymptom extends Pick<ExplainedSymptom, 'id' | 'kind' | 'text' | 'brief'> {
  readonly explainedBy: readonly ReportFinding[];
  readonly suspects: readonly ReportFinding[];
  readonly evidence: readonly ReportEvidence[];
  /** Why the causes that were found do not reach it, where that is known. */
  readonly reason?: string;
}

export interface ReportNode {
  readonly finding: ReportFinding;
  readonly children: readonly ReportNode[];
  readonly symptoms: readonly ReportSymptom[];
}

/** Everything that any reporter shows, as plain data in one language; what shows it is all that they differ in. */
export interface Report {
  readonly verdict: string;
  readonly symptoms: readonly ReportSymptom[];
  readonly roots: readonly ReportFinding[];
  readonly findings: readonly ReportFinding[];
  /** One for each root cause, in the same order. */
  readonly chains: readonly ReportNode[];
  readonly configs: readonly ConfigTable[];
  readonly shapes: readonly ShapeTable[];
  readonly remedies: readonly RemedyGroup[];
  /** Ways out of the loads that fail; empty unless they were planned. */
  readonly plans: readonly LoadPlans[];
  readonly morePlans: number;
  readonly next: readonly string[];
  /** Source folders and files, as given. */
  readonly sources: readonly string[];
  readonly items: readonly Item[];
  readonly problems: readonly Problem[];
  /** Codes and ids of what is in English although another language was asked for. */
  readonly untranslated: readonly string[];
}

export function buildReport(
  original: Diagnosis,
  language: Language = english,
  excerpts: Excerpts = new Map(),
): Report {
  const { diagnosis, untranslated } = localise(original, language);
  const { words } = language;
  const beside = new Set(besideTheChains(diagnosis));
  const plans = (original.facts.planned?.plans ?? []).map((load) => ({
    load,
    own: localiseRemedies(load.remedies, language),
  }));
  const byCode = new Map(
    diagnosis.findings.map((finding) => [
      finding.code,
      toFinding(finding, diagnosis, beside, words, excerpts),
    ]),
  );
  // in the order of the findings: the strongest first
  const of = (codes: readonly string[]) => [...byCode.values()].filter(({ code }) => codes.includes(code));
  const symptoms = diagnosis.symptoms.map(
    ({ id, kind, text, brief, explainedBy, suspects, evidence }): ReportSymptom => {
      const reason = explainedBy.length === 0 && reasonOf(kind, diagnosis, words);
      return {
        ...{ id, kind, text, brief, evidence, explainedBy: of(explainedBy), suspects: of(suspects) },
        ...(reason ? { reason } : {}),
      };
    },
  );
  const byId = new Map(symptoms.map((symptom) => [symptom.id, symptom]));
  const toNode = ({ finding, children, symptoms: own }: ChainNode): ReportNode => ({
    finding: byCode.get(finding.code)!,
    children: children.map(toNode),
    symptoms: own.map(({ id }) => byId.get(id)!),
  });
  return {
    verdict: diagnosis.verdict,
    symptoms,
    roots: of(diagnosis.rootCauses.map(({ code }) => code)),
    findings: [...byCode.values()],
    chains: diagnosis.rootCauses.map((root) => toNode(chainTree(root, diagnosis))),
    configs: configTables(diagnosis.facts),
    shapes: shapeTables(diagnosis.facts, words),
    remedies: groupRemedies(diagnosis),
    plans: plans.map(({ load, own }) => ({ ...load, remedies: own.remedies })),
    morePlans: original.facts.planned?.more ?? 0,
    next: diagnosis.next,
    sources: diagnosis.facts.sources.map(({ path }) => path),
    items: diagnosis.facts.items,
    problems: diagnosis.facts.problems,
    untranslated: [...new Set([...untranslated, ...plans.flatMap(({ own }) => own.untranslated)])],
  };
}

function toFinding(
  finding: Finding,
  { rootCauses, symptoms }: Diagnosis,
  beside: ReadonlySet<Finding>,
  words: Words,
  excerpts: Excerpts,
): ReportFinding {
  const { code, title, what, why, strength, covers, explainedBy, remedies } = finding;
  const evidence = finding.evidence.map((piece): ReportEvidence => {
    const excerpt = excerpts.get(piece.place);
    return excerpt ? { ...piece, excerpt } : piece;
  });
  const proof = proofOf(evidence);
  return {
    ...{ code, title, what, why, strength, covers, explainedBy, remedies, evidence },
    ...(proof ? { proof } : {}),
    role: rootCauses.includes(finding) ? 'root' : beside.has(finding) ? 'beside' : 'chain',
    impact: impactOf(finding, symptoms, words),
  };
}

function impactOf(
  { code, explainedBy }: Finding,
  symptoms: readonly ExplainedSymptom[],
  { comma, report }: Words,
): string {
  const briefs = (own: (symptom: ExplainedSymptom) => readonly string[]) =>
    briefsOf(symptoms.filter((symptom) => own(symptom).includes(code))).join(comma);
  const explained = briefs((symptom) => symptom.explainedBy);
  if (explained !== '') return explained;
  const suspected = briefs((symptom) => symptom.suspects);
  if (suspected !== '') return report.mayExplain(suspected);
  return explainedBy.length > 0 ? report.throughRoot : report.noImpact;
}

function reasonOf(kind: string, { symptoms }: Diagnosis, { report }: Words): string | undefined {
  const crash = symptoms.some((other) => other.kind === 'load-raises' && other.explainedBy.length > 0);
  return crash && (kind === 'no-success' || kind === 'below-expectation') ? report.crashReason : undefined;
}

/** An observed line before anything that was inferred. */
const PROOF_ORDER = ['log', 'environment', 'source', 'checkpoint', 'prediction', 'result', 'run', 'probe'];

function proofOf(evidence: readonly ReportEvidence[]): ReportEvidence | undefined {
  return evidence.toSorted((a, b) => PROOF_ORDER.indexOf(a.kind) - PROOF_ORDER.indexOf(b.kind))[0];
}
