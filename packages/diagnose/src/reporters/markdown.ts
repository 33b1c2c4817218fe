import { en, type Words } from '../texts/en.ts';
import { plans } from './markdown-plans.ts';
import { remedies } from './markdown-remedies.ts';
import { config, shapes } from './markdown-tables.ts';
import { code, commandBlock, prose, table } from './markdown-text.ts';
import type { Report, ReportFinding, ReportNode } from './report-model.ts';

const EVIDENCE_SHOWN = 20;

/** The whole report, for a wiki or a file. Text from files is quoted as code, so it can never become markup. */
export function renderMarkdown(report: Report, words: Words = en): string {
  const sections = [
    summary(report, words),
    chain(report, words),
    config(report, words),
    shapes(report, words),
    evidence(report, words),
    remedies(report, words),
    plans(report, words),
    verification(report, words),
    impact(report, words),
    read(report, words),
  ];
  const lines = sections.filter((section) => section.length > 0).flatMap((section) => [...section, '']);
  return `${lines.join('\n').trimEnd()}\n`;
}

function summary(report: Report, words: Words): string[] {
  const lines = [`# ${words.report.title}`, '', prose(report.verdict), ...untranslated(report, words)];
  return report.symptoms.length === 0 ? lines : [...lines, '', ...symptomTable(report, words)];
}

export function untranslated({ untranslated: codes }: Report, { report: say, comma }: Words): string[] {
  return codes.length === 0 ? [] : ['', prose(say.untranslated(codes.join(comma)))];
}

export function symptomTable({ symptoms }: Report, { report: say, separator }: Words): string[] {
  const titles = (list: readonly ReportFinding[]) => list.map(({ title }) => prose(title)).join(separator);
  const rows = symptoms.map(({ text, explainedBy, suspects }) => [
    prose(text),
    explainedBy.length > 0 ? titles(explainedBy) : `**${say.open}**`,
    explainedBy.length > 0 ? '' : titles(suspects) || say.noSuspect,
  ]);
  return table([say.symptom, say.explainedBy, say.suspects], rows);
}

function chain({ chains }: Report, words: Words): string[] {
  if (chains.length === 0) return [];
  return [`## ${words.report.chain}`, '', ...chains.flatMap((root) => nodeLines(root, 0, words))];
}

export function nodeLines(
  { finding, children, symptoms }: ReportNode,
  depth: number,
  words: Words,
): string[] {
  const indent = '  '.repeat(depth);
  const { title, strength, code: id } = finding;
  return [
    `${indent}- **${prose(title)}** (${words.strength[strength]}, ${code(id)})`,
    ...symptoms.map(({ text }) => `${indent}  - ${words.report.explainsSymptom}: ${prose(text)}`),
    ...children.flatMap((child) => nodeLines(child, depth + 1, words)),
  ];
}

function evidence({ findings }: Report, words: Words): string[] {
  if (findings.length === 0) return [];
  return [
    `## ${words.report.findings}`,
    ...findings.flatMap((finding) => [
      '',
      `### ${prose(finding.title)}`,
      '',
      ...findingLines(finding, EVIDENCE_SHOWN, words),
    ]),
  ];
}

/** Code, texts and evidence of a finding, below its title. */
export function findingLines(finding: ReportFinding, evidenceShown: number, words: Words): string[] {
  const { report: say, comma } = words;
  const { code: id, strength, what, why, explainedBy, evidence: all } = finding;
  const lines = [`${code(id)}${comma}${words.strength[strength]}`];
  if (explainedBy.length > 0) lines.push(`${say.broughtAboutBy} ${explainedBy.map(code).join(comma)}`);
  lines.push('', prose(what), '', prose(why));
  const rows = all
    .slice(0, evidenceShown)
    .map(({ kind, place, text }) => [words.kind[kind], code(place), code(text)]);
  if (rows.length > 0) lines.push('', ...table([say.evidence, say.place, ''], rows));
  if (all.length > evidenceShown) lines.push('', say.moreEvidence(all.length - evidenceShown));
  return lines;
}

function verification({ next }: Report, { report: say }: Words): string[] {
  if (next.length === 0) return [];
  return [`## ${say.verification}`, '', say.verificationNote, '', ...commandBlock(next)];
}

function impact(report: Report, words: Words): string[] {
  if (report.findings.length === 0) return [];
  return [`## ${words.report.summary}`, '', ...impactTable(report, words)];
}

export function impactTable({ findings }: Report, { report: say, strength: name }: Words): string[] {
  const rows = findings.map(({ title, strength, role, impact: reach }) => [
    prose(title),
    name[strength],
    say.roles[role],
    prose(reach),
  ]);
  return table([say.cause, say.strengthHead, say.role, say.impact], rows);
}

function read(report: Report, words: Words): string[] {
  return [`## ${words.report.whatWasRead}`, '', ...readLines(report, words)];
}

export function readLines({ items, problems }: Report, { report: say, kind: name }: Words): string[] {
  const rows = items.map(({ path, kind, remark }) => [code(path), name[kind], prose(remark ?? '')]);
  const lines = table([say.path, say.recognisedAs, say.remark], rows);
  if (problems.length === 0) return lines;
  const errors = problems.map(({ path, error }) => [code(path), code(error)]);
  return [...lines, '', `${say.unreadable}:`, '', ...table([say.path, say.error], errors)];
}
