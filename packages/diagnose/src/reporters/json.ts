import type { Diagnosis } from '../diagnosis.ts';

/** What `plumb diagnose --json` prints. Fields are added, never renamed or removed. */
export function toJson({ verdict, symptoms, rootCauses, findings, next, facts }: Diagnosis) {
  return {
    verdict,
    symptoms: symptoms.map(({ id, kind, text, explainedBy, suspects, evidence }) => ({
      id,
      kind,
      text,
      explainedBy,
      suspects,
      evidence,
    })),
    rootCauses: rootCauses.map(({ code, title, strength, covers }) => ({ code, title, strength, covers })),
    findings: findings.map(
      ({ code, title, what, why, strength, covers, explainedBy, explains, evidence, remedies }) => ({
        code,
        title,
        strength,
        covers,
        explainedBy,
        evidence: evidence.map(({ kind, place, text }) => ({ kind, place, text })),
        what,
        why,
        explains,
        remedies,
      }),
    ),
    next,
    items: facts.items,
    problems: facts.problems,
  };
}
