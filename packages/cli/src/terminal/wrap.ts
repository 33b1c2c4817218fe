import { displayWidth } from './style.ts';

// Chinese breaks between any two characters, but not before what closes nor after what opens
const BREAKS =
  /(?<![（「『《〈【“‘])(?:(?=[\u2e80-\u2fff\u3041-\ua4cf])|(?<=[\u2e80-\ua4cf\uff01-\uff60])(?![、。，．：；！？）」』》〉】”’…]))/u;

/** Breaks a text at spaces and between Chinese characters so that no line is wider than `width`; further lines are indented by `indent` columns. */
export function wrapText(text: string, width: number, indent = 0): string {
  return text
    .split('\n')
    .map((line) => wrapLine(line, width, indent))
    .join('\n');
}

function wrapLine(text: string, width: number, indent: number): string {
  if (displayWidth(text) <= width) return text;
  const lines: string[] = [];
  let line: string | undefined;
  for (const word of text.split(' '))
    for (const [i, piece] of word.split(BREAKS).entries()) {
      const room = lines.length === 0 ? width : width - indent;
      const longer: string = line === undefined ? piece : `${line}${i === 0 ? ' ' : ''}${piece}`;
      // a line of nothing but its indent, or a label in it, is not worth a break
      const least = lines.length === 0 ? indent : 0;
      if (line !== undefined && displayWidth(line.trimEnd()) > least && displayWidth(longer) > room) {
        lines.push(line.trimEnd());
        line = piece;
      } else line = longer;
    }
  lines.push(line ?? '');
  return lines.join(`\n${' '.repeat(indent)}`);
}

/** Cuts a text in its middle, where names differ least; both ends tell what it is. */
export function cutMiddle(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  const keep = Math.max(2, width - 1);
  const head = Math.ceil(keep / 2);
  return `${text.slice(0, head)}…${text.slice(text.length - (keep - head))}`;
}
