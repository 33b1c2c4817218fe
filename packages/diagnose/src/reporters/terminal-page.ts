import type { Evidence } from '@plumb/contract';
import { columns, harmless, shorten, shortenPath, wrap } from './text.ts';

export type Paint = (text: string) => string;

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

export const same: Paint = (text) => text;
export const PLAIN: TerminalStyle = {
  bold: same,
  dim: same,
  red: same,
  green: same,
  yellow: same,
  cyan: same,
};

const QUOTE_LINES = 3;

/** Lines of a screen. Whatever comes from a file is made harmless on its way in. */
export class Page {
  readonly lines: string[] = [];
  readonly width: number;
  readonly style: TerminalStyle;

  constructor(width: number, style: TerminalStyle) {
    this.width = width;
    this.style = style;
  }

  /** Wrapped text, `first` before its first line, `rest` (blanks, unless given) before the others. */
  text(text: string, first = '', paint: Paint = same, rest = ' '.repeat(columns(first))): void {
    const indent = columns(first);
    const lines = wrap(harmless(text), Math.max(20, this.width - indent));
    for (const [i, line] of lines.entries()) this.lines.push((i === 0 ? first : rest) + paint(line));
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
