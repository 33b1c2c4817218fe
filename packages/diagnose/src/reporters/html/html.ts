import { createHash } from 'node:crypto';
import { en, type Words } from '../../texts/en.ts';
import type { Report } from '../report-model.ts';
import { answer } from './answer.ts';
import { chains } from './chains.ts';
import { findings } from './findings.ts';
import { escapeHtml } from './html-text.ts';
import { plans } from './plans.ts';
import { remedies } from './remedies.ts';
import { SCRIPT } from './script.ts';
import { read, summary, verdict } from './sections.ts';
import { STYLE } from './style.ts';
import { symptoms } from './symptoms.ts';
import { configs, shapes } from './tables.ts';

/**
 * The whole report as one file without any other: it is read offline, printed, and sent on. Its policy allows this
 * one script and this one style by their hashes and nothing from anywhere else, so that log text could not act even
 * if it became markup.
 */
export function renderHtml(report: Report, words: Words = en): string {
  const title = report.roots[0]?.title ?? report.verdict;
  const sections = [verdict, symptoms, chains, remedies, plans, configs, shapes, summary, findings, read]
    .map((section) => section(report, words))
    .filter((section) => section !== '');
  return `<!doctype html>
<html lang="${words.htmlLang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${hash(STYLE)}'; script-src '${hash(SCRIPT)}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(title.replaceAll('`', '').replace(/\s+/g, ' '))} · Plumb</title>
<style>${STYLE}</style>
</head>
<body data-copied="${escapeHtml(words.report.copied)}">
${answer(report, words)}
<main>
${sections.join('\n')}
</main>
<footer><p>${escapeHtml(words.report.madeBy)}</p></footer>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
