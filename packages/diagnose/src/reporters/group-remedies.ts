import type { Remedy } from '../cause.ts';
import type { Diagnosis, Finding } from '../diagnosis.ts';

export interface RemedyGroup {
  readonly when: Remedy['when'];
  readonly remedies: readonly (Remedy & { readonly code: string; readonly title: string })[];
}

const ORDER = ['now', 'test', 'long-term'] as const;

/** Root causes first, then what they led to, then suspects; a remedy that two findings share stands once. */
export function groupRemedies({ rootCauses, findings }: Diagnosis): RemedyGroup[] {
  const ordered: Finding[] = [...rootCauses, ...findings.filter((finding) => !rootCauses.includes(finding))];
  return ORDER.flatMap((when) => {
    const told = new Set<string>();
    const remedies = ordered.flatMap(({ code, title, remedies: own }) =>
      own
        .filter((remedy) => remedy.when === when && !told.has(remedy.text) && told.add(remedy.text))
        .map((remedy) => ({ ...remedy, code, title })),
    );
    return remedies.length > 0 ? [{ when, remedies }] : [];
  });
}
