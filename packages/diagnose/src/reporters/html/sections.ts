import type { Words } from '../../texts/en.ts';
import type { Report } from '../report-model.ts';
import { link, strength } from './answer.ts';
import { code, escapeHtml, prose, table } from './html-text.ts';

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
