import type { Words } from '../texts/en.ts';
import { code, table } from './markdown-text.ts';
import type { Report } from './report-model.ts';

const SHAPES_SHOWN = 40;
const NAMES_SHOWN = 20;

/** The config as saved beside the config as it will be there. */
export function config({ configs }: Report, { report: say }: Words): string[] {
  return configs.flatMap(({ checkpoint, environment, rows }, i) => [
    ...(i === 0 ? [`## ${say.config}`, ''] : ['']),
    say.inPlace(code(checkpoint), code(environment)),
    '',
    ...table(
      [say.field, say.saved, say.there, ''],
      rows.map(({ field, saved, there, differs }) => [
        code(field),
        code(saved),
        code(there),
        differs ? `**${say.differs}**` : '',
      ]),
    ),
  ]);
}

/** Shapes that differ, by module, and names that only one side has. */
export function shapes({ shapes: tables }: Report, { report: say }: Words): string[] {
  return tables.flatMap(({ place, className, rows, missing, unexpected, truncated }, i) => {
    const lines = [...(i === 0 ? [`## ${say.shapes}`, ''] : ['']), `${code(className)}, ${code(place)}`, ''];
    if (truncated) lines.push(say.cutShort, '');
    if (rows.length > 0)
      lines.push(
        ...table(
          [say.tensors, say.count, say.inCheckpoint, say.inModel],
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
    if (rows.length > SHAPES_SHOWN) lines.push('', say.moreRows(rows.length - SHAPES_SHOWN));
    return [
      ...lines,
      ...names(say.missing, missing, say.more),
      ...names(say.unexpected, unexpected, say.more),
    ];
  });
}

function names(
  title: string,
  groups: readonly (readonly [string, number])[],
  more: (n: number) => string,
): string[] {
  if (groups.length === 0) return [];
  const shown = groups
    .slice(0, NAMES_SHOWN)
    .map(([pattern, count]) => `- ${code(pattern)}${count > 1 ? ` (${count})` : ''}`);
  const rest = groups.length > NAMES_SHOWN ? [`- ${more(groups.length - NAMES_SHOWN)}`] : [];
  return ['', `${title}:`, '', ...shown, ...rest];
}
