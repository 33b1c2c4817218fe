import type { Words } from '../../texts/en.ts';
import type { Report, ReportEvidence, ReportFinding, ReportSymptom } from '../report-model.ts';
import { link } from './answer.ts';
import { evidence } from './evidence.ts';
import { escapeHtml, prose } from './html-text.ts';
import { section } from './sections.ts';

const PLACES_SHOWN = 20;

/** Symptoms with the same causes, or the same suspects, stand together. */
export function symptoms({ symptoms: all }: Report, words: Words): string {
  const { report: say } = words;
  if (all.length === 0) return '';
  const groups = new Map<string, ReportSymptom[]>();
  for (const symptom of all) {
    const { explainedBy, suspects, reason } = symptom;
    const key = JSON.stringify([
      explainedBy.map(({ code: id }) => id),
      suspects.map(({ code: id }) => id),
      reason,
    ]);
    groups.set(key, [...(groups.get(key) ?? []), symptom]);
  }
  const links = (list: readonly ReportFinding[]) =>
    `<ul>${list.map((each) => `<li>${link(each)}</li>`).join('')}</ul>`;
  const items = [...groups.values()].map((group) => {
    const { explainedBy, suspects, reason } = group[0]!;
    const texts = group.map(({ text, evidence: all }) => `<p>${prose(text)}</p>${seen(all, words)}`).join('');
    if (explainedBy.length > 0)
      return `<li class="explained">${texts}<p class="by">${escapeHtml(say.explainedBy)}</p>${links(explainedBy)}</li>`;
    const why = reason ? `: ${escapeHtml(reason)}` : '';
    const who = suspects.length > 0 ? links(suspects) : `<p>${escapeHtml(say.noSuspect)}</p>`;
    return `<li class="open">${texts}<p class="by warn">${escapeHtml(say.open)}${why}</p><p class="by">${escapeHtml(say.suspects)}</p>${who}</li>`;
  });
  return section('symptoms', say.symptoms, `<ol class="symptoms">\n${items.join('\n')}\n</ol>`);
}

/** Where a symptom was seen, folded. */
function seen(all: readonly ReportEvidence[], words: Words): string {
  if (all.length === 0) return '';
  const shown = all.slice(0, PLACES_SHOWN).map((piece) => evidence(piece, words));
  if (all.length > shown.length)
    shown.push(`<li>${escapeHtml(words.report.more(all.length - shown.length))}</li>`);
  return `<details><summary>${escapeHtml(words.report.evidence)} (${all.length})</summary><ul class="evidence">${shown.join('')}</ul></details>`;
}
