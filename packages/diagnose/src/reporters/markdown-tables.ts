import type { Diagnosis } from '../diagnosis.ts';
import { shapeTables } from './group-shapes.ts';
import { code, table } from './markdown-text.ts';

const SHAPES_SHOWN = 40;
const NAMES_SHOWN = 20;

/** The config as saved beside the config as it will be there. */
export function config({ facts }: Diagnosis): string[] {
  const tables = facts.loads.filter(({ config: rows }) => rows.some(({ differs }) => differs));
  return tables.flatMap(({ checkpoint, environment, config: rows }, i) => [
    ...(i === 0 ? ['## Config: as saved, and as it will be there', ''] : ['']),
    `${code(checkpoint)} in ${code(environment)}`,
    '',
    ...table(
      ['Field', 'As saved', 'As it will be there', ''],
      rows.map(({ field, saved, there, differs }) => [
        code(field),
        code(saved),
        code(there),
        differs ? '**differs**' : '',
      ]),
    ),
  ]);
}

/** Shapes that differ, by module, and names that only one side has. */
export function shapes({ facts }: Diagnosis): string[] {
  const tables = shapeTables(facts);
  return tables.flatMap(({ place, className, rows, missing, unexpected, truncated }, i) => {
    const lines = [...(i === 0 ? ['## Shapes', ''] : ['']), `${code(className)}, ${code(place)}`, ''];
    if (truncated) lines.push('The message was cut short: these are at least the differences.', '');
    if (rows.length > 0)
      lines.push(
        ...table(
          ['Tensors', 'Count', 'In the checkpoint', 'In the model'],
          rows
            .slice(0, SHAPES_SHOWN)
            .map((row) => [
              code(row.count > 1 ? row.pattern : row.example),
              `${row.count}`,
              code(row.checkpoint),
              code(row.model),
            ]),
        ),
      );
    if (rows.length > SHAPES_SHOWN) lines.push('', `and ${rows.length - SHAPES_SHOWN} more rows`);
    return [
      ...lines,
      ...names('Missing in the checkpoint', missing),
      ...names('Unexpected: the model has no such tensor', unexpected),
    ];
  });
}

function names(title: string, groups: readonly (readonly [string, number])[]): string[] {
  if (groups.length === 0) return [];
  const shown = groups
    .slice(0, NAMES_SHOWN)
    .map(([pattern, count]) => `- ${code(pattern)}${count > 1 ? ` (${count})` : ''}`);
  const more = groups.length > NAMES_SHOWN ? [`- and ${groups.length - NAMES_SHOWN} more`] : [];
  return ['', `${title}:`, '', ...shown, ...more];
}
