import type { Words } from '../../texts/en.ts';
import type { Excerpt } from '../read-excerpts.ts';
import type { ReportEvidence } from '../report-model.ts';
import { code, escapeHtml } from './html-text.ts';

/** Characters of one piece of evidence; a line of a log can have thousands. */
const TEXT_SHOWN = 800;

/** A piece of evidence: its kind, its place, what it says, and the lines around it where the file was read. */
export function evidence({ kind, place, text, excerpt: lines }: ReportEvidence, words: Words): string {
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
