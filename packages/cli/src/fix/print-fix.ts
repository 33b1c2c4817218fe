import type { PlanTable, Remedies, RemedyPlan, RemedyVerdict, Words } from '@plumb/diagnose';
import { safeLine } from '../terminal/print-safe.ts';
import { renderRecords } from '../terminal/records.ts';
import { bold, cyan, dim, displayWidth, green, padTo, red, yellow } from '../terminal/style.ts';
import { renderTable } from '../terminal/table.ts';
import { wrapText } from '../terminal/wrap.ts';

const LABEL = 10;

const MARKS: Record<RemedyVerdict, (text: string) => string> = {
  fixes: (text) => green(`✓ ${text}`),
  trains: (text) => yellow(`~ ${text}`),
  'not-a-fix': (text) => yellow(`! ${text}`),
  impossible: (text) => red(`✗ ${text}`),
  'not-needed': (text) => dim(`- ${text}`),
};

type FixWords = Words['fix'];

/** All ways, ranked: first screen the best one and what to type, then one paragraph for each. */
export function printRanking({ before, plans }: Remedies, next: string, words: Words, width: number): string {
  const { fix: say } = words;
  const best = plans.find(({ verdict }) => verdict === 'fixes' || verdict === 'trains');
  const head = before.clean
    ? `${green('✓')} ${bold(say.nothing)} ${safeLine(say.itLoads(before.text))}`
    : best
      ? `${MARKS[best.verdict]('').trim()} ${say.best(bold(safeLine(best.title)), safeLine(best.summary))}`
      : `${red('✗')} ${bold(say.none)}`;
  const screen = [
    wrapText(head, width, 2),
    '',
    line(say.label.now, safeLine(before.text), width),
    ...(best?.commands.map(({ text, what }, i) => command(i === 0 ? say.label.do : '', text, what)) ?? []),
    command(say.label.details, next, ''),
  ];
  const ways = plans.map((plan) => paragraph(plan, words, width));
  return [screen.join('\n'), `${bold(say.ranked)}\n${ways.join('\n')}`].join('\n\n');
}

function paragraph(plan: RemedyPlan, { fix: { verdict, label }, because }: Words, width: number): string {
  const after = plan.checks.at(-1);
  const more = (name: string, text: string) =>
    text === '-' ? [] : [wrapText(`      ${dim(name)} ${safeLine(text)}`, width, 6)];
  return [
    `  ${MARKS[plan.verdict](verdict[plan.verdict])}  ${bold(plan.way)}  ${safeLine(plan.title)}`,
    wrapText(`      ${safeLine(plan.summary)}`, width, 6),
    ...more(label.cost, plan.cost),
    ...more(label.risk, plan.risk),
    ...(after && plan.checks.length > 1 ? more(label.check, because(after.label, after.outcome.text)) : []),
  ].join('\n');
}

/** One way in full. */
export function printPlan(plan: RemedyPlan, { fix: say }: Words, width: number): string {
  const verdict = MARKS[plan.verdict](say.verdict[plan.verdict]);
  const screen = [
    wrapText(say.headline(verdict, bold(safeLine(plan.title))), width, 2),
    wrapText(`  ${safeLine(plan.summary)}`, width, 2),
    // where nothing is to be done, nothing is to be typed
    ...(plan.verdict === 'not-needed' ? [] : whatToDo(plan, say, width)),
  ].join('\n');
  return [
    screen,
    checks(plan, say, width),
    ...plan.tables.map((each) => table(each, width)),
    files(plan, say, width),
    notes(plan, say, width),
  ]
    .filter((section) => section !== '')
    .join('\n\n');
}

function whatToDo({ cost, risk, commands }: RemedyPlan, { label }: FixWords, width: number): string[] {
  const lines = [
    ...(cost === '-' ? [] : [line(label.cost, safeLine(cost), width)]),
    ...(risk === '-' ? [] : [line(label.risk, safeLine(risk), width)]),
    ...commands.map(({ text, what }, i) => command(i === 0 ? label.do : '', text, what)),
  ];
  return lines.length > 0 ? ['', ...lines] : [];
}

const head = (label: string) => dim(padTo(label, LABEL - 2));

function line(label: string, value: string, width: number): string {
  return wrapText(`  ${head(label)}${value}`, width, LABEL);
}

// a command stays in one piece, so that it can be copied
function command(label: string, text: string, what: string): string {
  return `  ${head(label)}${cyan(safeLine(text))}${what === '' ? '' : dim(`  # ${safeLine(what)}`)}`;
}

function checks({ checks: all }: RemedyPlan, { checks: title }: FixWords, width: number): string {
  const rows = all.map(({ label, outcome }) => [
    outcome.clean ? green('✓') : red('✗'),
    safeLine(label),
    safeLine(outcome.text),
  ]);
  return `${bold(title)}\n${renderTable([{ title: '' }, { title: '' }, { title: '' }], rows, { width })}`;
}

const NUMBER = /^[\d,.]+(?: %)?$/;

function table({ title, columns, rows }: PlanTable, width: number): string {
  const align = (i: number) => (rows.every((row) => NUMBER.test(row[i] ?? '')) ? 'right' : 'left');
  const heads = columns.map((name, i) => ({ title: name, align: align(i) as 'left' | 'right' }));
  const cells = rows.map((row) => row.map(safeLine));
  const aligned = renderTable(heads, cells, { width });
  const fits = aligned.split('\n').every((text) => displayWidth(text) <= width);
  return `${wrapText(bold(safeLine(title)), width, 2)}\n${fits ? aligned : renderRecords(heads, cells, width)}`;
}

function files({ files: all }: RemedyPlan, { files: title }: FixWords, width: number): string {
  if (all.length === 0) return '';
  const rows = all.map(({ name, what }) => [cyan(name), safeLine(what)]);
  return `${bold(title)}\n${renderTable([{ title: '' }, { title: '' }], rows, { width })}`;
}

function notes(plan: RemedyPlan, { notes: title }: FixWords, width: number): string {
  if (plan.notes.length === 0) return '';
  return `${bold(title)}\n${plan.notes.map((text) => wrapText(`  ${safeLine(text)}`, width, 4)).join('\n')}`;
}
