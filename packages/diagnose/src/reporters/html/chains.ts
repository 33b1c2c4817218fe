import type { Words } from '../../texts/en.ts';
import type { Report, ReportSymptom } from '../report-model.ts';
import { drawChain, drawOpen } from './draw-chain.ts';
import { section } from './sections.ts';

/** A picture for each root cause, and one for the symptoms that share their suspects. */
export function chains(report: Report, words: Words): string {
  const open = new Map<string, ReportSymptom[]>();
  for (const symptom of report.symptoms) {
    if (symptom.explainedBy.length > 0) continue;
    const key = symptom.suspects.map(({ code }) => code).join();
    open.set(key, [...(open.get(key) ?? []), symptom]);
  }
  const pictures = [
    ...report.chains.map((chain) => drawChain(chain, words)),
    ...[...open.values()].map((symptoms) => drawOpen(symptoms, words)),
  ];
  if (pictures.length === 0) return '';
  return section('chain', words.report.chain, `<div class="pictures">\n${pictures.join('\n')}\n</div>`);
}
