import { readFile } from 'node:fs/promises';

/** The page of a cause, Markdown. The pages lie beside the sources; the built files read them there too. */
export function readCausePage(code: string): Promise<string> {
  return readFile(new URL(`../src/causes/${code}/cause.md`, import.meta.url), 'utf8');
}
