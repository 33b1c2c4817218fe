import type { Words } from '../../texts/en.ts';
import type { Excerpt } from '../read-excerpts.ts';
import type { Report, ReportEvidence, ReportFinding } from '../report-model.ts';
import { strength } from './answer.ts';
import { anchor, code, escapeHtml, prose } from './html-text.ts';
import { section } from './sections.ts';

const EVIDENCE_SHOWN = 40;
/** Characters of one piece of evidence; a line of a log can have thousands. */
const TEXT_SHOWN = 800;

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
<p class="id">${code(one.code)}${one.covers.length > 0 ? ` <span>${escapeHtml(one.covers.join(words.comma))}</span>` : ''}${causes ? ` <span>${escapeHtml(say.broughtAboutBy)} ${causes}</span>` : ''}</p>
<p>${prose(one.what)}</p>
<p>${prose(one.why)}</p>
${shown.length > 0 ? `<h3>${escapeHtml(say.evidence)}</h3>\n<ul class="evidence">\n${shown.join('\n')}\n</ul>` : ''}
${more > 0 ? `<p class="note">${escapeHtml(say.moreEvidence(more))}</p>` : ''}</details>`;
}

function evidence({ kind, place, text, excerpt: lines }: ReportEvidence, words: Words): string {
  const cut = text.length > TEXT_SHOWN;
  const quoted = cut ? text.slice(0, TEXT_SHOWN) : text;
  const rest = cut ? ` <span class="of">${escapeHtml(words.report.characters(text.length))}</span>` : '';
  // the excerpt holds the quoted line; a sentence of ours about it stands above
  const said = lines?.lines[lines.at - lines.from]?.trim() === text ? '' : `<p>${code(quoted)}${rest}</p>`;
  return `<li><p class="place"><span class="kind">${escapeHtml(words.kind[kind])}</span> ${code(place)}</p>${said}${lines ? excerpt(lines) : ''}</li>`;
}

function excerpt({ from, at, lines }: Excerpt): string {
  const rows = lines.map((line, i) => {
    const mark = from + i === at ? ' class="at"' : '';
    return `<span${mark}><i>${from + i}</i>${escapeHtml(line)}\n</span>`;
  });
  return `<pre class="excerpt" tabindex="0"><code>${rows.join('')}</code></pre>`;
}
