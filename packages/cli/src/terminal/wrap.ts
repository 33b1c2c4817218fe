import { displayWidth } from './style.ts';

/** Breaks a text at spaces so that no line is wider than `width`; further lines are indented by `indent` columns. */
export function wrapText(text: string, width: number, indent = 0): string {
  return text
    .split('\n')
    .map((line) => wrapLine(line, width, indent))
    .join('\n');
}

function wrapLine(text: string, width: number, indent: number): string {
  if (displayWidth(text) <= width) return text;
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const word of text.split(' ')) {
    const size = displayWidth(word);
    const room = lines.length === 0 ? width : width - indent;
    if (line !== '' && used + 1 + size > room) {
      lines.push(line);
      line = word;
      used = size;
    } else {
      line = line === '' ? word : `${line} ${word}`;
      used += size + (used === 0 ? 0 : 1);
    }
  }
  lines.push(line);
  return lines.join(`\n${' '.repeat(indent)}`);
}

/** Cuts a text in its middle, where names differ least; both ends tell what it is. */
export function cutMiddle(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  const keep = Math.max(2, width - 1);
  const head = Math.ceil(keep / 2);
  return `${text.slice(0, head)}…${text.slice(text.length - (keep - head))}`;
}
