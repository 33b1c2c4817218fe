import type { Diagnosis, Finding } from '../diagnosis.ts';
import { commandBlock, prose } from './markdown-text.ts';

const WHEN = [
  ['now', 'Now, before the next run'],
  ['test', 'To learn more'],
  ['long-term', 'So that it does not come back'],
] as const;

/** Root causes first, then what they led to, then suspects; a remedy that two findings share stands once. */
export function remedies(diagnosis: Diagnosis): string[] {
  const { rootCauses, findings } = diagnosis;
  const ordered: Finding[] = [...rootCauses, ...findings.filter((finding) => !rootCauses.includes(finding))];
  const lines: string[] = [];
  for (const [when, title] of WHEN) {
    const told = new Set<string>();
    const items = ordered.flatMap((finding) =>
      finding.remedies
        .filter((remedy) => remedy.when === when && !told.has(remedy.text) && told.add(remedy.text))
        .flatMap(({ text, commands, cost, risk }) => [
          `- ${prose(text)} For: ${prose(finding.title)}. Cost: ${prose(cost)} Risk: ${prose(risk)}`,
          ...(commands.length > 0 ? ['', ...commandBlock(commands).map((line) => `  ${line}`), ''] : []),
        ]),
    );
    if (items.length > 0) lines.push('', `### ${title}`, '', ...items);
  }
  return lines.length > 0 ? ['## Remedies', ...lines] : [];
}
