// A style is marked with private-use characters until the text is printed. What comes from a file can then be
// made harmless in one place (print-safe.ts): an escape sequence in a tensor's name never reaches the terminal.
// (U+E000 and U+E001 are redact's own while it works)
const BASE = 0xf000;

const mark = (code: number) => String.fromCharCode(BASE + code);
const CLOSED_BY = new Map([
  ...[1, 2].map((code) => [code, 22] as const),
  ...[31, 32, 33, 36].map((code) => [code, 39] as const),
]);
const style = (open: number) => (text: string) => `${mark(open)}${text}${mark(CLOSED_BY.get(open)!)}`;

export const bold = style(1);
export const dim = style(2);
export const red = style(31);
export const green = style(32);
export const yellow = style(33);
export const cyan = style(36);

const MARKS = /[\uf000-\uf06f]/g;

/** Marks become ANSI sequences, or nothing. */
export function resolveStyle(text: string, colour: boolean): string {
  return text.replace(MARKS, (char) => (colour ? `\u001b[${char.charCodeAt(0) - BASE}m` : ''));
}

/** The lines of one text, each with marks of its own: a style that goes on is closed at the end of a line and opened in the next. */
export function styleEachLine(lines: readonly string[]): string[] {
  let open: number[] = [];
  return lines.map((line) => {
    const before = open.map(mark).join('');
    for (const [found] of line.matchAll(MARKS)) {
      const code = found.charCodeAt(0) - BASE;
      open = CLOSED_BY.has(code) ? [...open, code] : open.filter((own) => CLOSED_BY.get(own) !== code);
    }
    const after = open.map((code) => mark(CLOSED_BY.get(code)!)).reverse();
    return `${before}${line}${after.join('')}`;
  });
}

export function stripStyle(text: string): string {
  return text.replace(MARKS, '');
}

// East Asian wide and full-width forms, and emoji: two columns each.
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/gu;

/** Columns that a text takes on a terminal. */
export function displayWidth(text: string): number {
  const plain = stripStyle(text);
  // nearly all text is this, and a tree of thousands of tensors asks often
  if (/^[ -~]*$/.test(plain)) return plain.length;
  const wide = plain.match(WIDE)?.length ?? 0;
  return [...plain].length + wide;
}

export function padTo(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const space = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return align === 'left' ? text + space : space + text;
}
