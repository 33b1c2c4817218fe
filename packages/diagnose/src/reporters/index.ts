import { renderGithub } from './github.ts';
import { renderHtml } from './html/html.ts';
import { toJson } from './json.ts';
import { renderMarkdown } from './markdown.ts';
import { toSarif } from './sarif.ts';
import { renderTerminal } from './terminal.ts';

/** Every way to show a report, by name. JSON shows the diagnosis itself: scripts rely on its fields. */
export const reporters = {
  terminal: renderTerminal,
  markdown: renderMarkdown,
  github: renderGithub,
  html: renderHtml,
  sarif: toSarif,
  json: toJson,
} as const;
