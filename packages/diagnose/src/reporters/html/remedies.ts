import type { Words } from '../../texts/en.ts';
import type { Report } from '../report-model.ts';
import { commands, escapeHtml, prose } from './html-text.ts';
import { section } from './sections.ts';

/** Remedies by when, each with what it costs and risks, then what to type to verify. */
export function remedies({ remedies: groups, next }: Report, { report: say }: Words): string {
  if (groups.length === 0 && next.length === 0) return '';
  const parts = groups.map(({ when, remedies: own }) => {
    const items = own.map(
      ({ text, commands: typed, cost, risk, title }) =>
        `<li><p>${prose(text)}</p>\n${commands(typed, say.copy)}<dl><div><dt>${escapeHtml(say.cost)}</dt><dd>${prose(cost)}</dd></div><div><dt>${escapeHtml(say.risk)}</dt><dd>${prose(risk)}</dd></div><div><dt>${escapeHtml(say.remedyFor)}</dt><dd>${prose(title)}</dd></div></dl></li>`,
    );
    const title = escapeHtml(say.when[when]);
    const list = `<ol class="remedies">\n${items.join('\n')}\n</ol>`;
    // what has to be done first stands open
    return when === 'now'
      ? `<h3>${title}</h3>\n${list}`
      : `<details class="group"><summary>${title} (${items.length})</summary>\n${list}</details>`;
  });
  if (next.length > 0)
    parts.push(
      `${groups.length > 0 ? `<h3>${escapeHtml(say.verification)}</h3>\n` : ''}<p>${prose(say.verificationNote)}</p>\n${commands(next, say.copy)}`,
    );
  return section('remedies', groups.length > 0 ? say.remedies : say.verification, parts.join('\n'));
}
