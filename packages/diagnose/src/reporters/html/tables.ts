import type { Words } from '../../texts/en.ts';
import type { ConfigTable } from '../config-tables.ts';
import type { ShapeTable } from '../group-shapes.ts';
import type { Report } from '../report-model.ts';
import { code, dotted, escapeHtml, table } from './html-text.ts';
import { section } from './sections.ts';

const SHAPES_SHOWN = 60;
const NAMES_SHOWN = 30;

export function configs({ configs: tables }: Report, words: Words): string {
  if (tables.length === 0) return '';
  return section(
    'config',
    words.report.config,
    tables.map((one, i) => config(one, i === 0, words)).join('\n'),
  );
}

/** The first table stands open, the others (more checkpoints, more environments) are folded. */
function config(
  { checkpoint, environment, rows }: ConfigTable,
  open: boolean,
  { report: say }: Words,
): string {
  const title = say.inPlace(code(checkpoint), code(environment));
  const different = rows.filter(({ differs }) => differs);
  const shown = different.map(({ field, saved, there }) => [
    dotted(field),
    `<del>${code(saved)}</del>`,
    `<ins>${code(there)}</ins>`,
  ]);
  const same = rows.length - different.length;
  const body = `${table(say.config, [say.field, say.saved, say.there], shown)}${same > 0 ? `<p class="note">${escapeHtml(say.same(same))}</p>` : ''}`;
  return `<details${open ? ' open' : ''}><summary>${title}</summary>${body}</details>`;
}

export function shapes({ shapes: tables }: Report, words: Words): string {
  if (tables.length === 0) return '';
  return section(
    'shapes',
    words.report.shapes,
    tables.map((one, i) => shape(one, i === 0, words)).join('\n'),
  );
}

function shape(one: ShapeTable, open: boolean, { report: say }: Words): string {
  const { place, className, rows, missing, unexpected, truncated } = one;
  const cells = rows
    .slice(0, SHAPES_SHOWN)
    .map((row) => [
      dotted(row.count > 1 ? row.pattern : row.example),
      `${row.count}`,
      `<del>${code(row.checkpoint)}</del>`,
      `<ins>${code(row.model)}</ins>`,
    ]);
  const parts = [
    truncated ? `<p class="note">${escapeHtml(say.cutShort)}</p>` : '',
    rows.length > 0 ? table(say.shapes, [say.tensors, say.count, say.inCheckpoint, say.inModel], cells) : '',
    rows.length > SHAPES_SHOWN
      ? `<p class="note">${escapeHtml(say.moreRows(rows.length - SHAPES_SHOWN))}</p>`
      : '',
    names(say.missing, missing, say.more),
    names(say.unexpected, unexpected, say.more),
  ];
  return `<details${open ? ' open' : ''}><summary>${code(className)} <span class="place">${code(place)}</span></summary>${parts.join('\n')}</details>`;
}

function names(title: string, groups: ShapeTable['missing'], more: (n: number) => string): string {
  if (groups.length === 0) return '';
  const items = groups
    .slice(0, NAMES_SHOWN)
    .map(([pattern, n]) => `<li>${dotted(pattern)}${n > 1 ? ` <span class="times">× ${n}</span>` : ''}</li>`);
  if (groups.length > NAMES_SHOWN) items.push(`<li>${escapeHtml(more(groups.length - NAMES_SHOWN))}</li>`);
  return `<h3>${escapeHtml(title)}</h3><ul class="names">${items.join('')}</ul>`;
}
