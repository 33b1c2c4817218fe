import type { Words } from '../../texts/en.ts';
import type { ReportFinding, ReportNode, ReportSymptom } from '../report-model.ts';
import { harmless, shorten, shortenPath, wrap } from '../text.ts';
import { anchor, escapeHtml } from './html-text.ts';

/** Width of a picture: it fits a phone without being scaled, and stands beside others on a desk. */
const WIDTH = 340;
const INDENT = 22;
const GAP = 22;
const PAD = 12;
const LINE = { label: 15, text: 18, place: 16 };
/** Pixels that a column takes in a wide font; text is wrapped by this, since nothing can be measured here. */
const COLUMN = { text: 7.5, bold: 8.1, place: 6.7 };
const LABEL_BASELINE = 11;
const LONGEST_TEXT = 170;

interface Box {
  readonly kind: string;
  readonly label: string;
  readonly text: string;
  readonly place?: string | undefined;
  readonly href?: string;
}

/** The way from a root cause to its symptoms, as a picture whose text is text. */
export function drawChain(root: ReportNode, words: Words): string {
  const canvas = new Canvas();
  canvas.node(root, 0, words);
  return canvas.toSvg(`${words.report.chain}: ${root.finding.title}`);
}

/** Symptoms that nothing explains, below the suspects that they share. */
export function drawOpen(symptoms: readonly ReportSymptom[], words: Words): string {
  const canvas = new Canvas();
  const joints = symptoms[0]!.suspects.map((suspect) => {
    const y = canvas.box(findingBox(suspect, words, 'suspect', words.report.suspect), INDENT);
    canvas.skip(8);
    return y;
  });
  canvas.skip(joints.length > 0 ? GAP - 8 : 0);
  const bottom = canvas.bottom;
  for (const [i, symptom] of symptoms.entries()) {
    canvas.skip(i > 0 ? 8 : 0);
    canvas.box(symptomBox(symptom, words.report.open, 'open'), 0);
  }
  const [first, ...others] = joints;
  if (first !== undefined) canvas.arrow(`M${INDENT} ${first}H8V${bottom - 3}`, 'm-4 -4 4 4 4-4', 'maybe');
  for (const y of others) canvas.arrow(`M${INDENT} ${y}H8`, '', 'maybe');
  return canvas.toSvg(words.report.notExplained);
}

function findingBox(
  { title, strength, proof, code }: ReportFinding,
  words: Words,
  kind: string,
  role: string,
): Box {
  const label = role === '' ? words.strength[strength] : `${role} · ${words.strength[strength]}`;
  return { kind, label, text: title, place: proof?.place, href: `#${anchor(code)}` };
}

function symptomBox({ text }: ReportSymptom, label: string, kind = 'symptom'): Box {
  return { kind, label, text: shorten(harmless(text), LONGEST_TEXT) };
}

class Canvas {
  bottom = 1;
  readonly #parts: string[] = [];

  skip(height: number): void {
    this.bottom += height;
  }

  /** A line, and from its end the two strokes of its head. */
  arrow(path: string, head: string, kind = 'arrow'): void {
    this.#parts.push(`<path class="${kind}" d="${path}${head}"/>`);
  }

  /** What one thing alone led to stands straight below; several hang from a rail. */
  node({ finding, children, symptoms }: ReportNode, x: number, words: Words): number {
    const isRoot = finding.role === 'root' && x === 0 && this.bottom === 1;
    const role = isRoot ? words.report.rootCause : '';
    const middle = this.box(findingBox(finding, words, isRoot ? 'root' : 'step', role), x);
    const start = this.bottom;
    const below = [
      ...children.map((child) => (at: number) => this.node(child, at, words)),
      ...symptoms.map((one) => (at: number) => this.box(symptomBox(one, words.report.symptom), at)),
    ];
    const straight = below.length === 1;
    let joint = start;
    for (const draw of below) {
      this.skip(GAP);
      const top = this.bottom;
      joint = draw(straight ? x : x + INDENT);
      if (straight) this.arrow(`M${x + 20} ${start}V${top - 3}`, `m-4 -4 4 4 4-4`);
      else this.arrow(`M${x + 8} ${start}V${joint}H${x + INDENT - 2}`, 'm-4 -4 4 4-4 4');
    }
    return middle;
  }

  /** Draws a box and returns the height of its middle, where a line from the left meets it. */
  box({ kind, label, text, place, href }: Box, x: number): number {
    const room = WIDTH - x - 2 * PAD;
    const lines = wrap(
      harmless(text).replaceAll('`', ''),
      Math.floor(room / (kind === 'root' ? COLUMN.bold : COLUMN.text)),
    );
    const where = place === undefined ? [] : [shortenPath(harmless(place), Math.floor(room / COLUMN.place))];
    const top = this.bottom;
    const height = 2 * PAD - 4 + LINE.label + lines.length * LINE.text + where.length * LINE.place;
    let y = top + PAD + LABEL_BASELINE - 2;
    const texts = [`<text class="label" x="${x + PAD}" y="${y}">${escapeHtml(label)}</text>`];
    y += LINE.label + 3;
    for (const line of lines) {
      texts.push(`<text class="title" x="${x + PAD}" y="${y}">${escapeHtml(line)}</text>`);
      y += LINE.text;
    }
    for (const line of where)
      texts.push(`<text class="where" x="${x + PAD}" y="${y - 1}">${escapeHtml(line)}</text>`);
    const shape = `<rect x="${x + 1}" y="${top}" width="${WIDTH - x - 2}" height="${height}" rx="7"/>`;
    const group = `<g class="${kind}">${shape}${texts.join('')}</g>`;
    this.#parts.push(href ? `<a href="${href}">${group}</a>` : group);
    this.bottom = top + height;
    return top + Math.round(height / 2);
  }

  toSvg(label: string): string {
    const height = this.bottom + 2;
    return `<svg class="chain" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="group" aria-label="${escapeHtml(label.replaceAll('`', ''))}">
${this.#parts.join('\n')}
</svg>`;
  }
}
