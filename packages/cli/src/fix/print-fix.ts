import type { PlanTable, Remedies, RemedyPlan, RemedyVerdict } from '@plumb/diagnose';
import { safeLine } from '../terminal/print-safe.ts';
import { bold, cyan, dim, green, red, yellow } from '../terminal/style.ts';
import { renderTable } from '../terminal/table.ts';
import { wrapText } from '../terminal/wrap.ts';

const LABEL = 10;

const WORDS: Record<RemedyVerdict, (text: string) => string> = {
  fixes: (text) => green(`✓ ${text}`),
  trains: (text) => yellow(`~ ${text}`),
  'not-a-fix': (text) => yellow(`! ${text}`),
  impossible: (text) => red(`✗ ${text}`),
  'not-needed': (text) => dim(`- ${text}`),
};

const NAMES: Record<RemedyVerdict, string> = {
  fixes: 'fixes it',
  trains: 'needs training',
  'not-a-fix': 'not a fix',
  impossible: 'cannot work',
  'not-needed': 'not needed',
};

/** All ways, ranked: first screen the best one and what to type, then one paragraph for each. */
export function printRanking({ before, plans }: Remedies, next: string, width: number): string {
  const best = plans.find(({ verdict }) => verdict === 'fixes' || verdict === 'trains');
  const head = before.clean
    ? `${green('✓')} ${bold('Nothing to fix:')} it ${safeLine(before.text)}.`
    : best
      ? `${WORDS[best.verdict]('').trim()} ${bold(`${safeLine(best.title)}.`)} ${safeLine(best.summary)}`
      : `${red('✗')} ${bold('No way that Plumb knows makes it load.')}`;
  const screen = [
    wrapText(head, width, 2),
    '',
    line('now', safeLine(before.text), width),
    ...(best?.commands.map(({ text, what }, i) => command(i === 0 ? 'do' : '', text, what)) ?? []),
    command('details', next, ''),
  ];
  const ways = plans.map((plan) => paragraph(plan, width));
  return [screen.join('\n'), `${bold('Every way, the best first')}\n${ways.join('\n')}`].join('\n\n');
}

function paragraph(plan: RemedyPlan, width: number): string {
  const after = plan.checks.at(-1);
  return [
    `  ${WORDS[plan.verdict](NAMES[plan.verdict])}  ${bold(plan.way)}  ${safeLine(plan.title)}`,
    wrapText(`      ${safeLine(plan.summary)}`, width, 6),
    ...(plan.cost === '-' ? [] : [wrapText(`      ${dim('cost')} ${safeLine(plan.cost)}`, width, 6)]),
    ...(plan.risk === '-' ? [] : [wrapText(`      ${dim('risk')} ${safeLine(plan.risk)}`, width, 6)]),
    ...(after && plan.checks.length > 1
      ? [
          wrapText(
            `      ${dim('check')} ${safeLine(after.label)}: ${safeLine(after.outcome.text)}`,
            width,
            6,
          ),
        ]
      : []),
  ].join('\n');
}

/** One way in full. */
export function printPlan(plan: RemedyPlan, width: number): string {
  const screen = [
    wrapText(`${WORDS[plan.verdict](NAMES[plan.verdict])}: ${bold(safeLine(plan.title))}`, width, 2),
    wrapText(`  ${safeLine(plan.summary)}`, width, 2),
    '',
    ...(plan.cost === '-' ? [] : [line('cost', safeLine(plan.cost), width)]),
    ...(plan.risk === '-' ? [] : [line('risk', safeLine(plan.risk), width)]),
    ...plan.commands.map(({ text, what }, i) => command(i === 0 ? 'do' : '', text, what)),
  ].join('\n');
  return [screen, checks(plan), ...plan.tables.map(table), files(plan), notes(plan, width)]
    .filter((section) => section !== '')
    .join('\n\n');
}

function line(label: string, value: string, width: number): string {
  return wrapText(`  ${dim(label.padEnd(LABEL - 2))}${value}`, width, LABEL);
}

// a command stays in one piece, so that it can be copied
function command(label: string, text: string, what: string): string {
  return `  ${dim(label.padEnd(LABEL - 2))}${cyan(safeLine(text))}${what === '' ? '' : dim(`  # ${safeLine(what)}`)}`;
}

function checks({ checks: all }: RemedyPlan): string {
  const rows = all.map(({ label, outcome }) => [
    outcome.clean ? green('✓') : red('✗'),
    safeLine(label),
    safeLine(outcome.text),
  ]);
  return `${bold('plumb check, before and after')}\n${renderTable([{ title: '' }, { title: '' }, { title: '' }], rows)}`;
}

const NUMBER = /^[\d,.]+(?: %)?$/;

function table({ title, columns, rows }: PlanTable): string {
  const align = (i: number) => (rows.every((row) => NUMBER.test(row[i] ?? '')) ? 'right' : 'left');
  const heads = columns.map((name, i) => ({ title: name, align: align(i) as 'left' | 'right' }));
  return `${bold(safeLine(title))}\n${renderTable(
    heads,
    rows.map((row) => row.map(safeLine)),
  )}`;
}

function files({ files: all }: RemedyPlan): string {
  if (all.length === 0) return '';
  const rows = all.map(({ name, what }) => [cyan(name), safeLine(what)]);
  return `${bold('Files that --out writes')}\n${renderTable([{ title: '' }, { title: '' }], rows)}`;
}

function notes(plan: RemedyPlan, width: number): string {
  if (plan.notes.length === 0) return '';
  return `${bold('To know')}\n${plan.notes.map((text) => wrapText(`  ${safeLine(text)}`, width, 4)).join('\n')}`;
}
