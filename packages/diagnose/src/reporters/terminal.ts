import type { Evidence } from '@plumb/contract';
import type { Diagnosis, ExplainedSymptom, Finding } from '../diagnosis.ts';
import { listWords } from '../list-words.ts';
import { besideTheChains, type ChainNode, chainTree } from './chain-tree.ts';
import { Page, PLAIN, type TerminalOptions } from './terminal-page.ts';
import { shortenPath } from './text.ts';

const NEXT_SHOWN = 3;
const SUSPECTS_SHOWN = 4;
const BESIDE_SHOWN = 6;
const PROBLEMS_SHOWN = 5;

/** The answer on the first screen: cause, the line that proves it, what it does not explain, what to type. Then the rest. */
export function renderTerminal(diagnosis: Diagnosis, options: TerminalOptions = {}): string {
  const page = new Page(options.width ?? 100, options.style ?? PLAIN);
  answer(page, diagnosis);
  chains(page, diagnosis);
  unexplained(page, diagnosis);
  beside(page, diagnosis);
  whatWasRead(page, diagnosis);
  return `${page.lines.join('\n').trimEnd()}\n`;
}

function answer(page: Page, { rootCauses, symptoms, findings, verdict, next }: Diagnosis): void {
  const { bold, red, green, yellow } = page.style;
  const [root] = rootCauses;
  if (root) {
    page.lines.push(`${red(bold('Root cause'))} (${root.strength})`);
    page.text(root.title, '  ', bold);
    const proof = proofOf(root);
    if (proof) page.quote(proof);
    const explained = symptoms.filter(({ explainedBy }) => explainedBy.includes(root.code));
    page.text(`It explains ${listWords(explained.map(({ brief }) => brief))}.`, '  ');
    const others = rootCauses.length - 1;
    if (others > 0)
      page.text(
        `${others} more root ${others === 1 ? 'cause explains' : 'causes explain'} other symptoms: see below.`,
        '  ',
      );
  } else if (symptoms.length === 0 && findings.length === 0) page.text(verdict, '', green);
  else page.text(verdict, '', yellow);
  const open = symptoms.filter(({ explainedBy }) => explainedBy.length === 0);
  if (root && open.length > 0) {
    page.lines.push(yellow(bold('Not explained yet')));
    for (const symptom of open) page.text(`${symptom.brief}${reason(symptom, rootCauses, symptoms)}`, '  ');
    const suspects = suspectsOf(open, findings);
    if (suspects.length > 0)
      page.text(
        `Next suspects: ${suspects
          .slice(0, SUSPECTS_SHOWN)
          .map(({ title }) => title)
          .join('; ')}`,
        '  ',
      );
  }
  if (next.length === 0) return;
  page.lines.push(bold('Type next'));
  for (const command of next.slice(0, NEXT_SHOWN)) page.command(command);
}

function reason(
  symptom: ExplainedSymptom,
  roots: readonly Finding[],
  all: readonly ExplainedSymptom[],
): string {
  const crash = all.some(({ kind, explainedBy }) => kind === 'load-raises' && explainedBy.length > 0);
  const episodes = symptom.kind === 'no-success' || symptom.kind === 'below-expectation';
  return crash && episodes && roots.length > 0 ? ': a load that raises runs no episode' : '';
}

/** The piece of evidence that says most: an observed line before anything that was inferred. */
function proofOf({ evidence }: Finding): Evidence | undefined {
  const order = ['log', 'environment', 'checkpoint', 'prediction', 'source', 'result', 'run', 'probe'];
  return [...evidence].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))[0];
}

function suspectsOf(open: readonly ExplainedSymptom[], findings: readonly Finding[]): Finding[] {
  const codes = new Set(open.flatMap(({ suspects }) => suspects));
  return findings.filter(({ code }) => codes.has(code));
}

function chains(page: Page, diagnosis: Diagnosis): void {
  for (const [i, root] of diagnosis.rootCauses.entries()) {
    page.heading(i === 0 ? 'Chain' : `Chain ${i + 1}`);
    node(page, chainTree(root, diagnosis), '  ', '  ');
  }
}

function node(page: Page, { finding, children, symptoms }: ChainNode, first: string, rest: string): void {
  const { green } = page.style;
  page.text(`${finding.title} (${finding.strength}, ${finding.code})`, first, undefined, rest);
  const proof = proofOf(finding);
  if (proof) page.evidence(proof, rest);
  for (const [i, symptom] of symptoms.entries()) {
    const last = i === symptoms.length - 1 && children.length === 0;
    page.text(symptom.text, `${rest}${last ? '└─' : '├─'} `, green, `${rest}${last ? '   ' : '│  '}`);
  }
  for (const [i, child] of children.entries()) {
    const last = i === children.length - 1;
    node(page, child, `${rest}${last ? '└─' : '├─'} `, `${rest}${last ? '   ' : '│  '}`);
  }
}

/** Explained symptoms stand in their chain. */
function unexplained(page: Page, { symptoms, findings }: Diagnosis): void {
  const open = symptoms.filter(({ explainedBy }) => explainedBy.length === 0);
  if (open.length === 0) return;
  page.heading('Not explained yet');
  for (const symptom of open) {
    page.text(symptom.text, '  ? ', page.style.yellow);
    const suspects = suspectsOf([symptom], findings);
    for (const { title, strength, code } of suspects.slice(0, SUSPECTS_SHOWN))
      page.text(`suspect: ${title} (${strength}, ${code})`, '    ', page.style.dim);
    if (suspects.length > SUSPECTS_SHOWN)
      page.line(`and ${suspects.length - SUSPECTS_SHOWN} more suspects`, '    ', page.style.dim);
    if (suspects.length === 0) page.line('no suspect in this evidence', '    ', page.style.dim);
  }
}

function beside(page: Page, diagnosis: Diagnosis): void {
  const all = besideTheChains(diagnosis);
  if (all.length === 0) return;
  page.heading('Also found');
  for (const finding of all.slice(0, BESIDE_SHOWN)) {
    page.text(`${finding.title} (${finding.strength})`, '  ');
    page.line(finding.code, '    ', page.style.dim);
    const proof = proofOf(finding);
    if (proof) page.evidence(proof, '    ');
  }
  if (all.length > BESIDE_SHOWN)
    page.text(`and ${all.length - BESIDE_SHOWN} more: plumb diagnose … --format markdown lists them`, '  ');
}

function whatWasRead(page: Page, { facts }: Diagnosis): void {
  page.heading('Read');
  const counts = new Map<string, number>();
  for (const { kind } of facts.items) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  page.text([...counts].map(([kind, n]) => `${n} ${kind}`).join(', '), '  ');
  for (const { path, remark } of facts.items.filter(({ kind }) => kind === 'packed'))
    page.text(`${shortenPath(path, 50)}: ${remark}`, '  ', page.style.dim);
  for (const { path, error } of facts.problems.slice(0, PROBLEMS_SHOWN))
    page.text(`${shortenPath(path, 50)}: ${error}`, '  ! ', page.style.yellow);
  if (facts.problems.length > PROBLEMS_SHOWN)
    page.text(`and ${facts.problems.length - PROBLEMS_SHOWN} more`, '  ! ');
}
