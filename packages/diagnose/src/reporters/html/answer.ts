import { briefsOf } from '../../symptoms/briefs-of.ts';
import type { Words } from '../../texts/en.ts';
import type { Report, ReportFinding } from '../report-model.ts';
import { shorten } from '../text.ts';
import { anchor, code, commands, escapeHtml, prose } from './html-text.ts';

/** Enough of a quoted line to see the point on the first screen; the evidence has the rest. */
const QUOTE_COLUMNS = 320;
const SUSPECTS_SHOWN = 3;

/** The first screen: root cause, the line that proves it, what it explains and what not, what to type. */
export function answer(report: Report, words: Words): string {
  const { report: say } = words;
  const [root, ...others] = report.roots;
  const explained = report.symptoms.filter(({ explainedBy }) => explainedBy.length > 0).length;
  const counts = say.counts(report.symptoms.length, explained, report.findings.length);
  const clean = report.symptoms.length === 0 && report.findings.length === 0;
  return `<header class="${root ? root.strength : clean ? 'clean' : 'open'}"><div class="page">
<p class="brand"><b>Plumb</b> <span>${escapeHtml(say.title)}</span> <span class="counts">${escapeHtml(counts)}</span></p>
${root ? `<p class="kicker">${escapeHtml(say.rootCause)} ${strength(root, words)}</p>` : ''}
<h1>${prose(root?.title ?? report.verdict)}</h1>
${root ? proof(root) : ''}
${report.next.length > 0 ? `<div class="next"><h2>${escapeHtml(say.typeNext)}</h2>\n${commands(report.next.slice(0, 1), say.copy)}</div>` : ''}
<dl class="reach">
${root ? definition(say.explains, words.list(explainedBriefs(root, report).map(prose))) : ''}
${others.length > 0 ? definition(say.alsoRoot, otherRoots(others, report, words)) : ''}
${open(report, words)}
</dl>
</div></header>`;
}

export function strength({ strength: own }: ReportFinding, words: Words): string {
  return `<span class="strength ${own}">${escapeHtml(words.strength[own])}</span>`;
}

export function link({ code: id, title }: ReportFinding): string {
  return `<a href="#${anchor(id)}">${prose(title)}</a>`;
}

function proof({ proof: piece }: ReportFinding): string {
  if (!piece) return '';
  return `<figure class="proof"><blockquote>${code(shorten(piece.text, QUOTE_COLUMNS))}</blockquote><figcaption>${code(piece.place)}</figcaption></figure>`;
}

function explainedBriefs(root: ReportFinding, report: Report): string[] {
  return briefsOf(report.symptoms.filter(({ explainedBy }) => explainedBy.includes(root)));
}

function otherRoots(others: readonly ReportFinding[], report: Report, words: Words): string {
  const items = others.map((root) => {
    const briefs = words.list(explainedBriefs(root, report).map(prose));
    return `<li>${link(root)} ${strength(root, words)} <span class="of">${briefs}</span></li>`;
  });
  return `<ul>${items.join('')}</ul>`;
}

/** What nothing explains yet, and who is suspected. */
function open(report: Report, words: Words): string {
  const { report: say } = words;
  const symptoms = report.symptoms.filter(({ explainedBy }) => explainedBy.length === 0);
  if (symptoms.length === 0) return '';
  const reasons = [...new Set(symptoms.flatMap(({ reason }) => reason ?? []))];
  const briefs = escapeHtml(words.list(briefsOf(symptoms)));
  const suspected = new Set(symptoms.flatMap((symptom) => symptom.suspects));
  const suspects = report.findings.filter((finding) => suspected.has(finding));
  const named = suspects.slice(0, SUSPECTS_SHOWN).map((suspect) => `<li>${link(suspect)}</li>`);
  if (suspects.length > named.length)
    named.push(`<li>${escapeHtml(say.more(suspects.length - named.length))}</li>`);
  return [
    definition(
      say.notExplained,
      reasons.length > 0 ? words.aside(briefs, escapeHtml(words.list(reasons))) : briefs,
      'warn',
    ),
    named.length > 0 ? definition(say.nextSuspects, `<ul>${named.join('')}</ul>`) : '',
  ].join('\n');
}

function definition(term: string, markup: string, kind = ''): string {
  return `<div${kind ? ` class="${kind}"` : ''}><dt>${escapeHtml(term)}</dt><dd>${markup}</dd></div>`;
}
