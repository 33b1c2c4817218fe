import { harmless } from './text.ts';

/** A text that may hold anything, as a code span. Nothing in it can become markup. */
export function code(text: string): string {
  const line = harmless(text).replace(/\s+/g, ' ').trim();
  if (line === '') return '';
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const space = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  // a table splits at a bar even inside a code span
  return `${fence}${space}${line.replaceAll('|', '\\|')}${space}${fence}`;
}

/** Prose of ours with values from files in it: what stands between backticks becomes code, the rest is escaped. */
export function prose(text: string): string {
  const parts = harmless(text).replace(/\s+/g, ' ').trim().split('`');
  // an odd backtick has no partner: it is a character like any other
  const paired = parts.length % 2 === 1;
  return parts
    .map((part, i) => (paired && i % 2 === 1 ? code(part) : escapeMarkup(part)))
    .join(paired ? '' : '\\`');
}

function escapeMarkup(text: string): string {
  return unlinked(
    text
      .replace(/&/g, '&amp;')
      // an underscore inside a word is one; a number sign begins a heading
      .replace(/[\\*[\]<>|~]|(?<!\w)_|_(?!\w)|^#/g, '\\$&')
      // what would begin a list
      .replace(/^(\s*)([-+]|\d+[.)])(?=\s)/, '$1\\$2'),
  );
}

/** Text inside HTML of ours, where Markdown is not read but GitHub still links addresses and mentions. */
export function htmlText(text: string): string {
  return unlinked(
    harmless(text)
      .replace(/\s+/g, ' ')
      .replaceAll('`', '')
      // a viewer that does read Markdown here must find none
      .replace(/[&<>"'[\]*_~\\!|]/g, (char) => `&#x${char.charCodeAt(0).toString(16)};`),
  );
}

/** GitHub links bare addresses, mentions and numbers by itself. */
function unlinked(text: string): string {
  return (
    text
      .replace(/(https?|ftp):\/\//gi, '$1:\u200b//')
      .replace(/\b(www)\./gi, '$1\u200b.')
      .replace(/@(?=\w)/g, '@\u200b')
      // behind a backslash a number would still be linked: GitHub looks at the rendered text
      .replace(/#(?=\d)/g, '#\u200b')
      .replace(/\b(GH)-(?=\d)/gi, '$1-\u200b')
  );
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

/** A block of commands, one a line. */
export function commandBlock(commands: readonly string[]): string[] {
  const lines = commands.map((command) => harmless(command).replaceAll('\n', ' '));
  const longest = Math.max(
    2,
    ...lines.flatMap((line) => [...line.matchAll(/`+/g)].map(([run]) => run.length)),
  );
  const fence = '`'.repeat(longest + 1);
  return [`${fence}sh`, ...lines, fence];
}
