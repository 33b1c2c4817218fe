import { toJson } from './json.ts';
import { renderMarkdown } from './markdown.ts';
import { renderTerminal } from './terminal.ts';

/** Every way to show a diagnosis, by name. */
export const reporters = {
  terminal: renderTerminal,
  markdown: renderMarkdown,
  json: toJson,
} as const;
