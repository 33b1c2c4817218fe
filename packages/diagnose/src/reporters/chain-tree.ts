import type { Diagnosis, ExplainedSymptom, Finding } from '../diagnosis.ts';

/** A finding with what it brought about, as far as that reaches a symptom. */
export interface ChainNode {
  readonly finding: Finding;
  readonly children: readonly ChainNode[];
  /** Symptoms that this very finding explains. */
  readonly symptoms: readonly ExplainedSymptom[];
}

/**
 * The chain from a root cause to its symptoms. A finding with two parents stands below the one that is itself brought
 * about by the other: the longest way, as one tells it.
 */
export function chainTree(root: Finding, diagnosis: Diagnosis): ChainNode {
  const depth = depths(root, diagnosis.findings);
  const reached = diagnosis.symptoms.filter(({ explainedBy }) => explainedBy.includes(root.code));
  const told = new Set<string>();
  const build = (finding: Finding): ChainNode => {
    const below = diagnosis.findings.filter(
      ({ code, explainedBy }) =>
        explainedBy.includes(finding.code) &&
        depth.get(code) === depth.get(finding.code)! + 1 &&
        !told.has(code),
    );
    for (const { code } of below) told.add(code);
    const children = below.map(build);
    const symptoms = reached.filter(({ id, kind }) => finding.explains.includes(kind) && !told.has(id));
    for (const { id } of symptoms) told.add(id);
    return { finding, children, symptoms };
  };
  return build(root);
}

function depths(root: Finding, findings: readonly Finding[]): Map<string, number> {
  const depth = new Map([[root.code, 0]]);
  // links hold no circle, so this ends after at most as many rounds as there are findings
  for (let changed = true, round = 0; changed && round <= findings.length; round++) {
    changed = false;
    for (const { code, explainedBy, strength } of findings) {
      if (strength === 'possible' || code === root.code) continue;
      const deepest = Math.max(...explainedBy.map((parent) => depth.get(parent) ?? -1), -1);
      if (deepest < 0 || depth.get(code) === deepest + 1) continue;
      depth.set(code, deepest + 1);
      changed = true;
    }
  }
  return depth;
}

/** Findings in no root's chain: weaknesses and suspects. */
export function besideTheChains({ findings, rootCauses }: Diagnosis): Finding[] {
  const inside = new Set<string>();
  for (const root of rootCauses) for (const code of depths(root, findings).keys()) inside.add(code);
  return findings.filter(({ code }) => !inside.has(code));
}
