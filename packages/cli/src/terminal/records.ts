import { dim } from './style.ts';
import type { Column } from './table.ts';
import { wrapText } from './wrap.ts';

/** Rows that are too wide for a table: what a row is about, and below it everything else with its title. */
export function renderRecords(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
): string {
  // a mark without a title stands before what it marks
  const heads = Math.max(1, columns.findIndex(({ title }) => title !== '') + 1);
  return rows
    .flatMap((row) => {
      const rest = columns
        .map(({ title }, i) => [title, row[i] ?? ''] as const)
        .slice(heads)
        .filter(([, text]) => text !== '');
      return [
        wrapText(`  ${row.slice(0, heads).join('  ')}`, width, 4),
        wrapText(`      ${rest.map(([title, text]) => `${dim(title)} ${text}`).join(' · ')}`, width, 6),
      ];
    })
    .join('\n');
}
