// C0 but the newline, C1, what reorders or hides text (bidi controls, zero-width and tag characters, line separators),
// private use and halves of surrogate pairs: a name from a file could rewrite the screen with them, or look like another
const UNSAFE =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ue000-\uf8ff\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}\p{Cs}]/gu;

/** Text from a file, harmless on a terminal and in a document. Newlines stay. */
export function harmless(text: string): string {
  return text.replace(UNSAFE, (char) => (char === '\t' ? ' ' : '\ufffd'));
}

// East Asian wide and full-width forms, and emoji: two columns each
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/gu;

/** Columns that a text takes on a terminal. */
export function columns(text: string): number {
  return [...text].length + (text.match(WIDE)?.length ?? 0);
}

// Chinese and Japanese break between any two characters, but not before what closes and not after what opens
const BREAKS =
  /(?<![（「『《〈【“‘])(?:(?=[\u2e80-\u2fff\u3041-\ua4cf\uf900-\ufaff])|(?<=[\u2e80-\ua4cf\uf900-\ufaff\uff01-\uff60])(?![、。，．：；！？）」』》〉】”’…]))/u;

/** Lines no wider than `width`, broken at spaces and between Chinese characters; a wider word is cut. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((each) => each !== ''))
    for (const [i, piece] of word.split(BREAKS).entries()) {
      const longer = line === '' || i > 0 ? `${line}${piece}` : `${line} ${piece}`;
      if (columns(longer) <= width) {
        line = longer;
        continue;
      }
      if (line !== '') lines.push(line);
      let rest = piece;
      while (columns(rest) > width) {
        const part = take(rest, width);
        lines.push(part);
        rest = rest.slice(part.length);
      }
      line = rest;
    }
  return line === '' ? lines : [...lines, line];
}

/** The beginning of a text, with an ellipsis where it was cut. */
export function shorten(text: string, width: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return columns(line) <= width ? line : `${take(line, width - 1)}…`;
}

/** A path with its middle left out; its end tells most. */
export function shortenPath(path: string, width: number): string {
  if (columns(path) <= width) return path;
  let rest = '';
  for (const char of [...path].reverse()) {
    if (columns(char + rest) >= width) break;
    rest = char + rest;
  }
  return `…${rest}`;
}

function take(text: string, width: number): string {
  let part = '';
  let used = 0;
  for (const char of text) {
    used += columns(char);
    if (used > width && part !== '') break;
    part += char;
  }
  return part;
}
