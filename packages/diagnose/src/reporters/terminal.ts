import { briefsOf } from '../symptoms/briefs-of.ts';
import { en, type Words } from '../texts/en.ts';
import type { Report, ReportFinding, ReportNode, ReportSymptom } from './report-model.ts';
import { Page, PLAIN, type TerminalOptions } from './terminal-page.ts';
import { shortenPath } from './text.ts';

const NEXT_SHOWN = 3;
const ROOTS_SHOWN = 2;
const SUSPECTS_SHOWN = 4;
const BESIDE_SHOWN = 6;
const PROBLEMS_SHOWN = 5;

/** The answer on the first screen: cause, the line that proves it, what it does not explain, what to type. Then the rest. */
export function renderTerminal(report: Report, words: Words = en, options: TerminalOptions = {}): string {
  const page = new Page(options.width ?? 100, options.style ?? PLAIN);
  answer(page, report, words);
  if (report.untranslated.length > 0)
    page.text(words.report.untranslated(report.untranslated.join(words.comma)), '', page.style.dim);
  chains(page, report, words);
  unexplained(page, report, words);
  beside(page, report, words);
  whatWasRead(page, report, words);
  return `${page.lines.join('\n').trimEnd()}\n`;
}

function answer(page: Page, report: Report, words: Words): void {
  const { roots, symptoms, findings, verdict, next } = report;
  const { report: say, list } = words;
  const { bold, red, green, yellow } = page.style;
  const [root, ...others] = roots;
  if (root) {
    page.lines.push(words.aside(red(bold(say.rootCause)), words.strength[root.strength]));
    page.text(root.title, '  ', bold);
    if (root.proof) page.quote(root.proof);
    const explained = symptoms.filter(({ explainedBy }) => explainedBy.includes(root));
    page.text(say.explainsThese(list(briefsOf(explained))), '  ');
    otherRoots(page, others, symptoms, words);
  } else page.text(verdict, '', symptoms.length === 0 && findings.length === 0 ? green : yellow);
  const open = symptoms.filter(({ explainedBy }) => explainedBy.length === 0);
  if (root && open.length > 0) {
    page.lines.push(yellow(bold(say.notExplained)));
    for (const { brief, reason } of open) page.text(reason ? words.because(brief, reason) : brief, '  ');
    const suspects = suspectsOf(open, findings).slice(0, SUSPECTS_SHOWN);
    const titles = suspects.map(({ title }) => title).join(words.separator);
    if (suspects.length > 0) page.text(words.because(say.nextSuspects, titles), '  ');
  }
  if (next.length === 0) return;
  page.lines.push(bold(say.typeNext));
  for (const command of next.slice(0, NEXT_SHOWN)) page.command(command);
}

/** Often the cause of what was asked about: a crash comes first, the rate after it. */
function otherRoots(
  page: Page,
  roots: readonly ReportFinding[],
  symptoms: readonly ReportSymptom[],
  words: Words,
): void {
  if (roots.length === 0) return;
  const { report: say, list } = words;
  page.lines.push(page.style.bold(say.alsoRoot));
  for (const root of roots.slice(0, ROOTS_SHOWN)) {
    const explained = symptoms.filter(({ explainedBy }) => explainedBy.includes(root));
    const title = words.aside(root.title, words.strength[root.strength]);
    page.text(explained.length > 0 ? words.because(title, list(briefsOf(explained))) : title, '  ');
  }
  if (roots.length > ROOTS_SHOWN) page.text(say.more(roots.length - ROOTS_SHOWN), '  ');
}

function suspectsOf(open: readonly ReportSymptom[], findings: readonly ReportFinding[]): ReportFinding[] {
  const suspects = new Set(open.flatMap((symptom) => symptom.suspects));
  return findings.filter((finding) => suspects.has(finding));
}

function chains(page: Page, { chains: all }: Report, words: Words): void {
  for (const [i, root] of all.entries()) {
    page.heading(i === 0 ? words.report.chain : `${words.report.chain} ${i + 1}`);
    node(page, root, '  ', '  ', words);
  }
}

function node(page: Page, own: ReportNode, first: string, rest: string, words: Words): void {
  const { finding, children, symptoms } = own;
  page.text(described(finding, words), first, undefined, rest);
  if (finding.proof) page.evidence(finding.proof, rest);
  for (const [i, symptom] of symptoms.entries()) {
    const last = i === symptoms.length - 1 && children.length === 0;
    page.text(
      symptom.text,
      `${rest}${last ? '└─' : '├─'} `,
      page.style.green,
      `${rest}${last ? '   ' : '│  '}`,
    );
  }
  for (const [i, child] of children.entries()) {
    const last = i === children.length - 1;
    node(page, child, `${rest}${last ? '└─' : '├─'} `, `${rest}${last ? '   ' : '│  '}`, words);
  }
}

function described({ title, strength, code }: ReportFinding, words: Words): string {
  return words.aside(title, `${words.strength[strength]}${words.comma}${code}`);
}

/** Explained symptoms stand in their chain. */
function unexplained(page: Page, { symptoms }: Report, words: Words): void {
  const { report: say } = words;
  const { dim, yellow } = page.style;
  const open = symptoms.filter(({ explainedBy }) => explainedBy.length === 0);
  if (open.length === 0) return;
  page.heading(say.notExplained);
  for (const { text, suspects } of open) {
    page.text(text, '  ? ', yellow);
    for (const suspect of suspects.slice(0, SUSPECTS_SHOWN))
      page.text(words.because(say.suspect, described(suspect, words)), '    ', dim);
    if (suspects.length > SUSPECTS_SHOWN)
      page.line(say.moreSuspects(suspects.length - SUSPECTS_SHOWN), '    ', dim);
    if (suspects.length === 0) page.line(say.noSuspectHere, '    ', dim);
  }
}

function beside(page: Page, { findings }: Report, words: Words): void {
  const all = findings.filter(({ role }) => role === 'beside');
  if (all.length === 0) return;
  page.heading(words.report.alsoFound);
  for (const { title, strength, code, proof } of all.slice(0, BESIDE_SHOWN)) {
    page.text(words.aside(title, words.strength[strength]), '  ');
    page.line(code, '    ', page.style.dim);
    if (proof) page.evidence(proof, '    ');
  }
  if (all.length > BESIDE_SHOWN) page.text(words.report.moreListed(all.length - BESIDE_SHOWN), '  ');
}

function whatWasRead(page: Page, { items, problems }: Report, words: Words): void {
  const { report: say, read, comma } = words;
  page.heading(say.readHead);
  const counts = new Map<keyof Words['read'], number>();
  for (const { kind } of items) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  page.text([...counts].map(([kind, n]) => read[kind](n)).join(comma), '  ');
  for (const { path, remark } of items.filter(({ kind }) => kind === 'packed'))
    page.text(words.because(shortenPath(path, 50), remark ?? ''), '  ', page.style.dim);
  for (const { path, error } of problems.slice(0, PROBLEMS_SHOWN))
    page.text(words.because(shortenPath(path, 50), error), '  ! ', page.style.yellow);
  if (problems.length > PROBLEMS_SHOWN) page.text(say.more(problems.length - PROBLEMS_SHOWN), '  ! ');
}
