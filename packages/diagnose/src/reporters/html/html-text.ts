import { harmless } from '../text.ts';

/** Text from anywhere, harmless in an element and in a quoted attribute. */
export function escapeHtml(text: string): string {
  return harmless(text).replace(
    /[&<>"'`]/g,
    (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', '`': '&#96;' })[char]!,
  );
}

/** A text that may hold anything, as code. Long names break where they must. */
export function code(text: string): string {
  return `<code>${escapeHtml(text.replace(/\s+/g, ' ').trim())}</code>`;
}

/** A dotted name as code; it breaks behind its dots first. */
export function dotted(name: string): string {
  return code(name).replaceAll('.', '.<wbr>');
}

/** Prose of ours with values from files in it: what stands between backticks becomes code. */
export function prose(text: string): string {
  const parts = text.trim().split('`');
  // an odd backtick has no partner: it is a character like any other
  if (parts.length % 2 === 0) return escapeHtml(text.trim());
  return parts.map((part, i) => (i % 2 === 1 ? code(part) : escapeHtml(part))).join('');
}

/** The id of a finding's place in the document. */
export function anchor(code: string): string {
  return `finding-${code.replace(/[^a-z0-9]+/gi, '-')}`;
}

/** Head and rows of a table that scrolls inside its box where it is too wide. Cells are markup already. */
export function table(label: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (row: readonly string[]) => row.map((cell) => `<td>${cell}</td>`).join('');
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(label)}"><table>
<thead><tr>${head.map((cell) => `<th scope="col">${escapeHtml(cell)}</th>`).join('')}</tr></thead>
<tbody>
${rows.map((row) => `<tr>${cells(row)}</tr>`).join('\n')}
</tbody></table></div>`;
}

/** A browser would break a line inside of `--source`. */
function unbroken(command: string): string {
  return command.replace(/(?<= )--?[a-z][a-z-]*(?= |$)/g, '<span>$&</span>');
}

/** Commands, each with a button that the script shows; without a script they are selected as a whole by one click. */
export function commands(list: readonly string[], copy: string): string {
  return list
    .map(
      (command) =>
        `<div class="command"><pre><code>${unbroken(escapeHtml(command.replace(/\s+/g, ' ')))}</code></pre><button type="button" hidden>${escapeHtml(copy)}</button></div>`,
    )
    .join('\n');
}
