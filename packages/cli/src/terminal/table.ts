import { dim, displayWidth, padTo } from './style.ts';

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

/** Rows in aligned columns, two spaces apart. The last column is not padded. */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  indent = 2,
): string {
  const titles = columns.map((column) => dim(column.title));
  const hasTitles = columns.some((column) => column.title !== '');
  const all = hasTitles ? [titles, ...rows] : rows;
  const widths = columns.map((_, i) => Math.max(0, ...all.map((row) => displayWidth(row[i] ?? ''))));
  const margin = ' '.repeat(indent);
  return all
    .map((row) => {
      const cells = columns.map((column, i) => padTo(row[i] ?? '', widths[i]!, column.align ?? 'left'));
      return (margin + cells.join('  ')).trimEnd();
    })
    .join('\n');
}
