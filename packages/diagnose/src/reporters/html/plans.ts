import type { PlanTable, RemedyPlan } from '../../remedies/remedy-plan.ts';
import type { Words } from '../../texts/en.ts';
import type { Report } from '../report-model.ts';
import { code, commands, escapeHtml, prose, table } from './html-text.ts';
import { section } from './sections.ts';

/** Rows of one table; `plumb fix` prints them all. */
const MOST_ROWS = 30;

/** Every way out of each load that fails, the best open. */
export function plans({ plans: loads, morePlans }: Report, words: Words): string {
  if (loads.length === 0) return '';
  const { fix: say } = words;
  const parts = loads.map(({ checkpoint, environment, source, remedies }) => {
    const names = [checkpoint, environment, ...(source === undefined ? [] : [source])];
    const between = say
      .plansFor('\0', '\0', source === undefined ? '' : '\0')
      .split('\0')
      .map(escapeHtml);
    const intro = between.map((text, i) => text + (i < names.length ? code(names[i]!) : ''));
    return [
      `<p>${intro.join('')}</p>`,
      ...remedies.plans.map((plan, i) => onePlan(plan, i === 0, words)),
    ].join('\n');
  });
  if (morePlans > 0) parts.push(`<p class="note">${escapeHtml(say.morePlans(morePlans))}</p>`);
  return section('plans', say.plans, parts.join('\n'));
}

function onePlan(plan: RemedyPlan, open: boolean, { fix: say, report }: Words): string {
  const checks = plan.checks.map(({ label, outcome }) => [
    outcome.clean ? '✓' : '✗',
    prose(label),
    prose(outcome.text),
  ]);
  const facts = [
    [report.cost, plan.cost],
    [report.risk, plan.risk],
  ].filter(([, text]) => text !== '-');
  return `<details class="plan"${open ? ' open' : ''}>
<summary><span class="outcome ${plan.verdict}">${escapeHtml(say.verdict[plan.verdict])}</span> ${prose(plan.title)}</summary>
<p>${prose(plan.summary)}</p>
${plan.commands.map(({ text, what }) => `<p class="what">${prose(what)}</p>\n${commands([text], report.copy)}`).join('\n')}
${facts.length > 0 ? `<dl>${facts.map(([name, text]) => `<div><dt>${escapeHtml(name!)}</dt><dd>${prose(text!)}</dd></div>`).join('')}</dl>` : ''}
<div class="checks">${table(say.checks, ['', say.checks, ''], checks)}</div>
${plan.tables.map((one) => planTable(one, report)).join('\n')}
${plan.notes.length > 0 ? `<ul>${plan.notes.map((note) => `<li>${prose(note)}</li>`).join('')}</ul>` : ''}
</details>`;
}

function planTable({ title, columns, rows }: PlanTable, say: Words['report']): string {
  const shown = rows.slice(0, MOST_ROWS).map((row) => row.map(prose));
  const more = rows.length - shown.length;
  const rest = more > 0 ? `\n<p class="note">${escapeHtml(say.moreRows(more))}</p>` : '';
  return `<details><summary>${prose(title)} (${rows.length})</summary>\n${table(title, columns, shown)}${rest}</details>`;
}
