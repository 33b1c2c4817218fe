import { en, type Words } from '../texts/en.ts';
import { findingLines, impactTable, nodeLines, readLines, symptomTable, untranslated } from './markdown.ts';
import { remedies } from './markdown-remedies.ts';
import { config, shapes } from './markdown-tables.ts';
import { code, commandBlock, htmlText, prose } from './markdown-text.ts';
import type { Report, ReportFinding } from './report-model.ts';

/** GitHub refuses a longer body of an issue or a comment (its limit is 65,536 characters; some room for a greeting). */
const LONGEST = 65_000;
const EVIDENCE_SHOWN = 8;
const NEXT_SHOWN = 5;
/** A verdict over dozens of findings would fill the issue by itself. */
const VERDICT_SHOWN = 4000;

/**
 * For an issue: the answer open, everything else folded. Sections that do not fit are left out from the end, and the
 * report says so. Mentions, numbers and addresses in quoted text link nowhere.
 */
export function renderGithub(report: Report, words: Words = en): string {
  const open = answer(report, words);
  const sections = [
    ...folded(words.report.symptoms, symptomTable(report, words), report.symptoms.length > 0),
    ...folded(words.report.remedies, remedies(report, words).slice(1), report.remedies.length > 0),
    ...folded(words.report.summary, impactTable(report, words), report.findings.length > 0),
    ...folded(words.report.config, config(report, words).slice(1), report.configs.length > 0),
    ...folded(words.report.shapes, shapes(report, words).slice(1), report.shapes.length > 0),
    ...report.findings.flatMap((one) => folded(findingTitle(one, words), finding(one, words), true)),
    ...folded(words.report.whatWasRead, readLines(report, words), true),
  ];
  let length = open.length + words.report.leftOut(sections.length).length + 2;
  const kept = sections.filter((section) => {
    if (length + section.length + 2 > LONGEST) return false;
    length += section.length + 2;
    return true;
  });
  const left = sections.length - kept.length;
  return `${[open, ...kept, ...(left > 0 ? [words.report.leftOut(left)] : [])].join('\n\n')}\n`;
}

function answer(report: Report, words: Words): string {
  const { report: say } = words;
  const [root] = report.roots;
  const lines: string[] = [];
  if (root) {
    lines.push(`### ${words.aside(prose(root.title), words.strength[root.strength])}`, '');
    if (root.proof) lines.push(`> ${code(root.proof.place)}`, '>', `> ${code(root.proof.text)}`, '');
  }
  lines.push(prose(shortened(report.verdict)), ...untranslated(report, words));
  if (report.chains.length > 0)
    lines.push('', `**${say.chain}**`, '', ...report.chains.flatMap((chain) => nodeLines(chain, 0, words)));
  if (report.next.length > 0)
    lines.push('', `**${say.typeNext}**`, '', ...commandBlock(report.next.slice(0, NEXT_SHOWN)));
  return lines.join('\n');
}

function shortened(verdict: string): string {
  return verdict.length > VERDICT_SHOWN ? `${verdict.slice(0, VERDICT_SHOWN)}…` : verdict;
}

function findingTitle({ title, strength }: ReportFinding, words: Words): string {
  return words.aside(title, words.strength[strength]);
}

function finding(one: ReportFinding, words: Words): string[] {
  return findingLines(one, EVIDENCE_SHOWN, words);
}

function folded(title: string, lines: readonly string[], wanted: boolean): string[] {
  if (!wanted) return [];
  const body = lines.join('\n').trim();
  return [`<details>\n<summary>${htmlText(title)}</summary>\n\n${body}\n\n</details>`];
}
