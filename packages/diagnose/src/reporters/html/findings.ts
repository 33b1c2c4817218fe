import type { Words } from '../../texts/en.ts';
import type { Report, ReportFinding } from '../report-model.ts';
import { strength } from './answer.ts';
import { evidence } from './evidence.ts';
import { anchor, code, escapeHtml, prose } from './html-text.ts';
import { section } from './sections.ts';

const EVIDENCE_SHOWN = 40;

/** Each finding folded: what, why, and its evidence with the lines around it. */
export function findings(report: Report, words: Words): string {
  if (report.findings.length === 0) return '';
  const body = report.findings.map((one) => finding(one, words)).join('\n');
  return section('findings', words.report.findings, body);
}

function finding(one: ReportFinding, words: Words): string {
  const { report: say } = words;
  const shown = one.evidence.slice(0, EVIDENCE_SHOWN).map((piece) => evidence(piece, words));
  const more = one.evidence.length - shown.length;
  const causes = one.explainedBy.map((id) => `<a href="#${anchor(id)}">${code(id)}</a>`).join(words.comma);
  return `<details class="finding" id="${anchor(one.code)}"><summary><span>${prose(one.title)}</span> ${strength(one, words)}</summary>
<p class="id">${code(one.code)}${causes ? ` <span>${escapeHtml(say.broughtAboutBy)} ${causes}</span>` : ''}</p>
<p>${prose(one.what)}</p>
<p>${prose(one.why)}</p>
${shown.length > 0 ? `<h3>${escapeHtml(say.evidence)}</h3>\n<ul class="evidence">\n${shown.join('\n')}\n</ul>` : ''}
${more > 0 ? `<p class="note">${escapeHtml(say.moreEvidence(more))}</p>` : ''}</details>`;
}
