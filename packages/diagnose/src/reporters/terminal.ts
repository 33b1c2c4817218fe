import type { Evidence } from '@plumb/contract';
import type { Diagnosis, ExplainedSymptom, Finding } from '../diagnosis.ts';
import { besideTheChains, type ChainNode, chainTree } from './chain-tree.ts';
import { columns, harmless, shorten, shortenPath, wrap } from './text.ts';

type Paint = (text: string) => string;

/** How words are set off; each function returns its text with whatever marks the caller's terminal knows. */
export interface TerminalStyle {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly green: Paint;
  readonly yellow: Paint;
  readonly cyan: Paint;
}

export interface TerminalOptions {
  /** Columns; no line is wider, but for commands, which must stay in one piece to be copied. */
  readonly width?: number;
  readonly style?: TerminalStyle;
}

const same: Paint = (text) => text;
const PLAIN: TerminalStyle = { bold: same, dim: same, red: same, green: same, yellow: same, cyan: same };

const QUOTE_LINES = 3;
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

class Page {
  readonly lines: string[] = [];
  readonly width: number;
  readonly style: TerminalStyle;

  constructor(width: number, style: TerminalStyle) {
    this.width = width;
    this.style = style;
  }

  /** Wrapped text, `first` before its first line and blanks of the same width before the others. */
  text(text: string, first = '', paint: Paint = same): void {
    const indent = columns(first);
    const lines = wrap(harmless(text), Math.max(20, this.width - indent));
    for (const [i, line] of lines.entries())
      this.lines.push((i === 0 ? first : ' '.repeat(indent)) + paint(line));
  }

  /** One line, cut at the end of the terminal. */
  line(text: string, first = '', paint: Paint = same): void {
    this.lines.push(first + paint(shorten(harmless(text), Math.max(20, this.width - columns(first)))));
  }

  heading(text: string): void {
    this.lines.push('', this.style.bold(text));
  }

  command(text: string): void {
    this.lines.push(`  ${this.style.cyan(harmless(text))}`);
  }

  /** The proof on the first screen: as much of the line as it takes to see the point. */
  quote({ place, text }: Evidence): void {
    this.lines.push(`  ${this.style.dim(shortenPath(harmless(place), this.width - 2))}`);
    this.text(shorten(harmless(text), QUOTE_LINES * (this.width - 6)), '    ');
  }

  evidence({ place, text }: Evidence, first: string): void {
    const where = shortenPath(harmless(place), Math.floor(this.width / 2));
    const room = this.width - columns(first) - columns(where) - 2;
    if (room < 30) {
      this.lines.push(first + this.style.dim(shortenPath(where, this.width - columns(first))));
      this.line(text, ' '.repeat(columns(first)));
    } else this.lines.push(`${first}${this.style.dim(where)}  ${shorten(harmless(text), room)}`);
  }
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
    page.text(`It explains ${explained.map(({ brief }) => brief).join(', ')}.`, '  ');
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
  page.text(`${finding.title} (${finding.strength}, ${finding.code})`, first);
  const proof = proofOf(finding);
  if (proof) page.evidence(proof, rest);
  for (const [i, symptom] of symptoms.entries()) {
    const last = i === symptoms.length - 1 && children.length === 0;
    page.text(symptom.text, `${rest}${last ? '└─' : '├─'} `, green);
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
