import type { Words } from '../../texts/en.ts';
import type { ConfigTable } from '../config-tables.ts';
import type { ShapeTable } from '../group-shapes.ts';
import type { Report, ReportFinding } from '../report-model.ts';
import { link, strength } from './answer.ts';
import { code, commands, escape, prose, table } from './html-text.ts';

const SHAPES_SHOWN = 60;
const NAMES_SHOWN = 30;

export function section(id: string, title: string, body: string): string {
  return `<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${escape(title)}</h2>\n${body}\n</section>`;
}

export function verdict(report: Report, words: Words): string {
  // without a root cause the verdict is the headline already
  if (report.roots.length === 0) return untranslated(report, words);
  const body = `<p class="lead">${prose(report.verdict)}</p>${untranslated(report, words)}`;
  return section('verdict', words.report.verdict, body);
}

function untranslated(report: Report, { report: say, comma }: Words): string {
  if (report.untranslated.length === 0) return '';
  return `<p class="note">${escape(say.untranslated(report.untranslated.join(comma)))}</p>`;
}

export function symptoms({ symptoms: all }: Report, { report: say }: Words): string {
  if (all.length === 0) return '';
  const links = (list: readonly ReportFinding[]) =>
    `<ul>${list.map((each) => `<li>${link(each)}</li>`).join('')}</ul>`;
  const items = all.map(({ text, explainedBy, suspects, reason }) => {
    const explained = explainedBy.length > 0;
    const rest = explained
      ? `<p class="by">${escape(say.explainedBy)}</p>${links(explainedBy)}`
      : `<p class="by warn">${escape(say.open)}${reason ? `: ${escape(reason)}` : ''}</p><p class="by">${escape(say.suspects)}</p>${suspects.length > 0 ? links(suspects) : `<p>${escape(say.noSuspect)}</p>`}`;
    return `<li class="${explained ? 'explained' : 'open'}"><p>${prose(text)}</p>${rest}</li>`;
  });
  return section('symptoms', say.symptoms, `<ol class="symptoms">\n${items.join('\n')}\n</ol>`);
}

export function remedies({ remedies: groups, next }: Report, { report: say }: Words): string {
  if (groups.length === 0 && next.length === 0) return '';
  const parts = groups.map(({ when, remedies: list }) => {
    const items = list.map(
      ({ text, commands: own, cost, risk, title }) =>
        `<li><p>${prose(text)}</p>\n${commands(own, say.copy)}<dl><div><dt>${escape(say.cost)}</dt><dd>${prose(cost)}</dd></div><div><dt>${escape(say.risk)}</dt><dd>${prose(risk)}</dd></div><div><dt>${escape(say.remedyFor)}</dt><dd>${prose(title)}</dd></div></dl></li>`,
    );
    return `<h3>${escape(say.when[when])}</h3>\n<ol class="remedies">\n${items.join('\n')}\n</ol>`;
  });
  if (next.length > 0)
    parts.push(
      `<h3>${escape(say.verification)}</h3>\n<p>${prose(say.verificationNote)}</p>\n${commands(next, say.copy)}`,
    );
  return section('remedies', say.remedies, parts.join('\n'));
}

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
    code(field),
    `<del>${code(saved)}</del>`,
    `<ins>${code(there)}</ins>`,
  ]);
  const same = rows.length - different.length;
  const body = `${table(say.config, [say.field, say.saved, say.there], shown)}${same > 0 ? `<p class="note">${escape(say.same(same))}</p>` : ''}`;
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
      code(row.count > 1 ? row.pattern : row.example),
      `${row.count}`,
      `<del>${code(row.checkpoint)}</del>`,
      `<ins>${code(row.model)}</ins>`,
    ]);
  const parts = [
    truncated ? `<p class="note">${escape(say.cutShort)}</p>` : '',
    rows.length > 0 ? table(say.shapes, [say.tensors, say.count, say.inCheckpoint, say.inModel], cells) : '',
    rows.length > SHAPES_SHOWN
      ? `<p class="note">${escape(say.moreRows(rows.length - SHAPES_SHOWN))}</p>`
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
    .map(([pattern, n]) => `<li>${code(pattern)}${n > 1 ? ` <span class="times">× ${n}</span>` : ''}</li>`);
  if (groups.length > NAMES_SHOWN) items.push(`<li>${escape(more(groups.length - NAMES_SHOWN))}</li>`);
  return `<h3>${escape(title)}</h3><ul class="names">${items.join('')}</ul>`;
}

export function summary({ findings }: Report, words: Words): string {
  const { report: say } = words;
  if (findings.length === 0) return '';
  const rows = findings.map((finding) => [
    link(finding),
    strength(finding, words),
    escape(say.roles[finding.role]),
    prose(finding.impact),
  ]);
  const head = [say.cause, say.strengthHead, say.role, say.impact];
  return section('summary', say.summary, table(say.summary, head, rows));
}

export function read({ items, problems }: Report, words: Words): string {
  const { report: say } = words;
  const rows = items.map(({ path, kind, remark }) => [
    code(path),
    escape(words.kind[kind]),
    prose(remark ?? ''),
  ]);
  const parts = [table(say.whatWasRead, [say.path, say.recognisedAs, say.remark], rows)];
  if (problems.length > 0) {
    const errors = problems.map(({ path, error }) => [code(path), prose(error)]);
    parts.push(`<h3>${escape(say.unreadable)}</h3>`, table(say.unreadable, [say.path, say.error], errors));
  }
  return section('read', say.whatWasRead, parts.join('\n'));
}
