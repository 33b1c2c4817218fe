import type { Diagnosis } from '../diagnosis.ts';
import { besideTheChains, type ChainNode, chainTree } from './chain-tree.ts';
import { remedies } from './markdown-remedies.ts';
import { config, shapes } from './markdown-tables.ts';
import { code, commandBlock, prose, table } from './markdown-text.ts';

const EVIDENCE_SHOWN = 20;

/** The whole report, for an issue or a wiki. Text from files is quoted as code, so it can never become markup. */
export function renderMarkdown(diagnosis: Diagnosis): string {
  const sections = [
    summary(diagnosis),
    chain(diagnosis),
    config(diagnosis),
    shapes(diagnosis),
    evidence(diagnosis),
    remedies(diagnosis),
    verification(diagnosis),
    impact(diagnosis),
    read(diagnosis),
  ];
  const lines = sections.filter((section) => section.length > 0).flatMap((section) => [...section, '']);
  return `${lines.join('\n').trimEnd()}\n`;
}

function summary({ verdict, symptoms, findings }: Diagnosis): string[] {
  const lines = ['# Diagnosis', '', prose(verdict)];
  if (symptoms.length === 0) return lines;
  const titles = new Map(findings.map((finding) => [finding.code, finding.title]));
  const name = (codes: readonly string[]) => codes.map((each) => prose(titles.get(each) ?? each)).join('; ');
  const rows = symptoms.map(({ text, explainedBy, suspects }) => [
    prose(text),
    explainedBy.length > 0 ? name(explainedBy) : '**not explained**',
    explainedBy.length > 0 ? '' : name(suspects) || 'none in this evidence',
  ]);
  return [...lines, '', ...table(['Symptom', 'Explained by', 'Suspects'], rows)];
}

function chain(diagnosis: Diagnosis): string[] {
  if (diagnosis.rootCauses.length === 0) return [];
  const lines = ['## Chain', ''];
  for (const root of diagnosis.rootCauses) lines.push(...nodeLines(chainTree(root, diagnosis), 0));
  return lines;
}

function nodeLines({ finding, children, symptoms }: ChainNode, depth: number): string[] {
  const indent = '  '.repeat(depth);
  return [
    `${indent}- **${prose(finding.title)}** (${finding.strength}, ${code(finding.code)})`,
    ...symptoms.map(({ text }) => `${indent}  - explains: ${prose(text)}`),
    ...children.flatMap((child) => nodeLines(child, depth + 1)),
  ];
}

function evidence({ findings }: Diagnosis): string[] {
  if (findings.length === 0) return [];
  const lines = ['## Findings and their evidence'];
  for (const { title, code: id, strength, what, why, covers, explainedBy, evidence: all } of findings) {
    lines.push(
      '',
      `### ${prose(title)}`,
      '',
      `${code(id)}, ${strength}${covers.length > 0 ? `, ${covers.join(', ')}` : ''}`,
    );
    if (explainedBy.length > 0) lines.push(`Brought about by ${explainedBy.map(code).join(', ')}.`);
    lines.push('', prose(what), '', prose(why), '');
    lines.push(
      ...table(
        ['Evidence', 'Place', ''],
        all.slice(0, EVIDENCE_SHOWN).map(({ kind, place, text }) => [kind, code(place), code(text)]),
      ),
    );
    if (all.length > EVIDENCE_SHOWN) lines.push('', `and ${all.length - EVIDENCE_SHOWN} more pieces`);
  }
  return lines;
}

function verification({ next }: Diagnosis): string[] {
  if (next.length === 0) return [];
  return [
    '## Verification',
    '',
    'Words in capitals stand for what was not given. `plumb check` ends with status 0 once the load will succeed.',
    '',
    ...commandBlock(next),
  ];
}

function impact(diagnosis: Diagnosis): string[] {
  const { findings, symptoms, rootCauses } = diagnosis;
  if (findings.length === 0) return [];
  const outside = new Set(besideTheChains(diagnosis));
  const rows = findings.map((finding) => {
    const explained = symptoms
      .filter(({ explainedBy }) => explainedBy.includes(finding.code))
      .map(({ brief }) => brief);
    const suspected = symptoms
      .filter(({ suspects }) => suspects.includes(finding.code))
      .map(({ brief }) => brief);
    const link = rootCauses.includes(finding)
      ? 'root cause'
      : outside.has(finding)
        ? 'beside the chain'
        : 'in the chain';
    const shown =
      explained.length > 0
        ? explained.join(', ')
        : suspected.length > 0
          ? `may explain ${suspected.join(', ')}`
          : finding.explainedBy.length > 0
            ? 'through its root cause'
            : 'none shown';
    return [prose(finding.title), finding.strength, link, prose(shown)];
  });
  return ['## Summary', '', ...table(['Cause', 'Strength', 'Role', 'Impact'], rows)];
}

function read({ facts }: Diagnosis): string[] {
  const rows = facts.items.map(({ path, kind, remark }) => [code(path), kind, prose(remark ?? '')]);
  const lines = ['## What was read', '', ...table(['Path', 'Recognised as', 'Remark'], rows)];
  if (facts.problems.length === 0) return lines;
  const problems = facts.problems.map(({ path, error }) => [code(path), code(error)]);
  return [...lines, '', 'Could not be read or predicted:', '', ...table(['Path', 'Error'], problems)];
}
