import type { Evidence, Strength } from '@plumb/contract';
import type { Remedy, Symptom, SymptomKind } from './cause.ts';
import type { Facts } from './facts.ts';

/** A cause that this evidence supports, its texts filled in. */
export interface Finding {
  readonly code: string;
  readonly title: string;
  readonly what: string;
  readonly why: string;
  readonly strength: Strength;
  readonly covers: readonly string[];
  readonly explains: readonly SymptomKind[];
  /** Codes of the findings that brought it about; empty for a root. */
  readonly explainedBy: readonly string[];
  readonly evidence: readonly Evidence[];
  readonly remedies: readonly Remedy[];
  readonly next: readonly string[];
  /** What filled the texts: another language fills its own with the same. */
  readonly details?: Readonly<Record<string, string>>;
}

export interface ExplainedSymptom extends Symptom {
  /** Codes of root causes whose chain reaches this symptom with strength `proven` or `likely`. */
  readonly explainedBy: readonly string[];
  /** Codes of findings that could explain it, but are not shown to: the next suspects. */
  readonly suspects: readonly string[];
}

export interface Diagnosis {
  /** One or two sentences: what is explained, and what is not. */
  readonly verdict: string;
  readonly symptoms: readonly ExplainedSymptom[];
  /** Findings that no other explains and that reach a symptom, strongest first. */
  readonly rootCauses: readonly Finding[];
  readonly findings: readonly Finding[];
  /** Commands to type next, the most useful first. Only commands that exist. */
  readonly next: readonly string[];
  readonly facts: Facts;
}
