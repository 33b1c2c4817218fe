import { dim, displayWidth, padTo, styleEachLine } from './style.ts';
import { wrapText } from './wrap.ts';

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

interface Layout {
  readonly indent?: number;
  /** Columns of the terminal: text in a row that is wider goes on below, in its own column. */
  readonly width?: number;
}

const GAP = 2;
/** Text in narrower columns is no longer read as text. */
const NARROWEST = 20;

/** Rows in aligned columns, two spaces apart. The last column is not padded. */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  { indent = 2, width = Number.POSITIVE_INFINITY }: Layout = {},
): string {
  const titles = columns.map((column) => dim(column.title));
  const hasTitles = columns.some((column) => column.title !== '');
  const all = hasTitles ? [titles, ...rows] : rows;
  const room = width - indent - GAP * (columns.length - 1);
  const widths = narrow(
    columns.map((_, i) => Math.max(0, ...all.map((row) => displayWidth(row[i] ?? '')))),
    columns.map((_, i) => Math.max(0, ...all.map((row) => longestWord(row[i] ?? '')))),
    room,
  );
  const margin = ' '.repeat(indent);
  return all
    .flatMap((row) => {
      const cells = columns.map((_, i) => wrapCell(row[i] ?? '', widths[i]!));
      const height = Math.max(...cells.map((lines) => lines.length));
      return Array.from({ length: height }, (_, line) => {
        const parts = columns.map(({ align }, i) => padTo(cells[i]![line] ?? '', widths[i]!, align));
        return (margin + parts.join(' '.repeat(GAP))).trimEnd();
      });
    })
    .join('\n');
}

/** Takes from the widest columns until all fit; a column keeps its longest word, so that nothing is cut. All of them where that is not enough. */
function narrow(widths: readonly number[], words: readonly number[], room: number): number[] {
  const fitted = [...widths];
  const least = words.map((word, i) => Math.min(widths[i]!, Math.max(word, NARROWEST)));
  if (sum(least) > room) return fitted;
  while (sum(fitted) > room) {
    const free = fitted.map((own, i) => (own > least[i]! ? own : -1));
    fitted[free.indexOf(Math.max(...free))]!--;
  }
  return fitted;
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

const longestWord = (text: string) => Math.max(...text.split(' ').map(displayWidth));

const wrapCell = (text: string, width: number) => styleEachLine(wrapText(text, width).split('\n'));
