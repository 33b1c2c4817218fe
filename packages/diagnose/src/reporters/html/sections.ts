import type { Words } from '../../texts/en.ts';
import type { ConfigTable } from '../config-tables.ts';
import type { ShapeTable } from '../group-shapes.ts';
import type { Report, ReportFinding, ReportSymptom } from '../report-model.ts';
import { link, strength } from './answer.ts';
import { code, commands, dotted, escapeHtml, prose, table } from './html-text.ts';

const SHAPES_SHOWN = 60;
const NAMES_SHOWN = 30;

export function section(id: string, title: string, body: string): string {
  return `<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${escapeHtml(title)}</h2>\n${body}\n</section>`;
}

export function verdict(report: Report, words: Words): string {
  // without a root cause the verdict is the headline already
  if (report.roots.length === 0) return untranslated(report, words);
  const body = `<p class="lead">${prose(report.verdict)}</p>${untranslated(report, words)}`;
  return section('verdict', words.report.verdict, body);
}

function untranslated(report: Report, { report: say, comma }: Words): string {
  if (report.untranslated.length === 0) return '';
  return `<p class="note">${escapeHtml(say.untranslated(report.untranslated.join(comma)))}</p>`;
}

/** Symptoms with the same causes, or the same suspects, stand together. */
export function symptoms({ symptoms: all }: Report, { report: say }: Words): string {
  if (all.length === 0) return '';
  const groups = new Map<string, ReportSymptom[]>();
  for (const symptom of all) {
    const { explainedBy, suspects, reason } = symptom;
    const key = JSON.stringify([
      explainedBy.map(({ code: id }) => id),
      suspects.map(({ code: id }) => id),
      reason,
    ]);
    groups.set(key, [...(groups.get(key) ?? []), symptom]);
  }
  const links = (list: readonly ReportFinding[]) =>
    `<ul>${list.map((each) => `<li>${link(each)}</li>`).join('')}</ul>`;
  const items = [...groups.values()].map((group) => {
    const { explainedBy, suspects, reason } = group[0]!;
    const texts = group.map(({ text }) => `<p>${prose(text)}</p>`).join('');
    if (explainedBy.length > 0)
      return `<li class="explained">${texts}<p class="by">${escapeHtml(say.explainedBy)}</p>${links(explainedBy)}</li>`;
    const why = reason ? `: ${escapeHtml(reason)}` : '';
    const who = suspects.length > 0 ? links(suspects) : `<p>${escapeHtml(say.noSuspect)}</p>`;
    return `<li class="open">${texts}<p class="by warn">${escapeHtml(say.open)}${why}</p><p class="by">${escapeHtml(say.suspects)}</p>${who}</li>`;
  });
  return section('symptoms', say.symptoms, `<ol class="symptoms">\n${items.join('\n')}\n</ol>`);
}

export function remedies({ remedies: groups, next }: Report, { report: say }: Words): string {
  if (groups.length === 0 && next.length === 0) return '';
  const parts = groups.map(({ when, remedies: own }) => {
    const items = own.map(
      ({ text, commands: typed, cost, risk, title }) =>
        `<li><p>${prose(text)}</p>\n${commands(typed, say.copy)}<dl><div><dt>${escapeHtml(say.cost)}</dt><dd>${prose(cost)}</dd></div><div><dt>${escapeHtml(say.risk)}</dt><dd>${prose(risk)}</dd></div><div><dt>${escapeHtml(say.remedyFor)}</dt><dd>${prose(title)}</dd></div></dl></li>`,
    );
    const title = escapeHtml(say.when[when]);
    const list = `<ol class="remedies">\n${items.join('\n')}\n</ol>`;
    // what has to be done first stands open
    return when === 'now'
      ? `<h3>${title}</h3>\n${list}`
      : `<details class="group"><summary>${title} (${items.length})</summary>\n${list}</details>`;
  });
  if (next.length > 0)
    parts.push(
      `${groups.length > 0 ? `<h3>${escapeHtml(say.verification)}</h3>\n` : ''}<p>${prose(say.verificationNote)}</p>\n${commands(next, say.copy)}`,
    );
  return section('remedies', groups.length > 0 ? say.remedies : say.verification, parts.join('\n'));
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

export function summary({ findings }: Report, words: Words): string {
  const { report: say } = words;
  if (findings.length === 0) return '';
  const rows = findings.map((finding) => [
    link(finding),
    strength(finding, words),
    escapeHtml(say.roles[finding.role]),
    prose(finding.impact),
  ]);
  const head = [say.cause, say.strengthHead, say.role, say.impact];
  return section('summary', say.summary, table(say.summary, head, rows));
}

export function read({ items, problems }: Report, words: Words): string {
  const { report: say } = words;
  const rows = items.map(({ path, kind, remark }) => [
    code(path),
    escapeHtml(words.kind[kind]),
    prose(remark ?? ''),
  ]);
  const parts = [table(say.whatWasRead, [say.path, say.recognisedAs, say.remark], rows)];
  if (problems.length > 0) {
    const errors = problems.map(({ path, error }) => [code(path), prose(error)]);
    parts.push(
      `<h3>${escapeHtml(say.unreadable)}</h3>`,
      table(say.unreadable, [say.path, say.error], errors),
    );
  }
  return section('read', say.whatWasRead, parts.join('\n'));
}
