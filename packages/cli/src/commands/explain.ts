import { PlumbError } from '@plumb/core';
import {
  type Cause,
  causePage,
  causes,
  type Language,
  type LanguageTag,
  loadLanguage,
  withGaps,
} from '@plumb/diagnose';
import { nearestName } from '../explain/nearest-name.ts';
import { printMarkdown } from '../explain/print-markdown.ts';
import { createOutput, type OutputOptions } from '../terminal/output.ts';
import { bold, cyan, dim } from '../terminal/style.ts';
import { renderTable } from '../terminal/table.ts';

export interface ExplainOptions extends OutputOptions {
  readonly lang?: LanguageTag;
}

/** `plumb explain [CODE]`: the page of a cause, or all causes. */
export async function run(args: readonly string[], options: ExplainOptions): Promise<number> {
  const out = await createOutput(options);
  const language = await loadLanguage(options.lang ?? 'en');
  const code = args[0];
  if (code === undefined) {
    if (out.json) out.printJson(causes.map(describe));
    else out.print(listCauses(language, out.width));
    return 0;
  }
  const cause = findCause(code);
  const page = await causePage(cause, language);
  if (out.json) out.printJson({ ...describe(cause), remedies: cause.remedies, page });
  else out.print(`${dim(cause.code)}\n${printMarkdown(page, out.width)}`);
  return 0;
}

function describe({ code, title, what, why, covers, explains, leadsTo }: Cause) {
  return { code, title, what, why, covers, explains, leadsTo };
}

const groupOf = ({ code }: Cause) => code.slice(0, code.indexOf('/'));

function listCauses(language: Language, width: number): string {
  const groups = [...new Set(causes.map(groupOf))];
  const sections = groups.map((group) => {
    const rows = causes
      .filter((cause) => groupOf(cause) === group)
      .map(({ code, title }) => [cyan(code), withGaps(language.causes[code]?.title ?? title)]);
    return `${bold(group)}\n${renderTable([{ title: '' }, { title: '' }], rows, { width })}`;
  });
  return `${sections.join('\n\n')}\n\n${dim('plumb explain <code> prints the page of one.')}`;
}

function findCause(code: string): Cause {
  const cause = causes.find((each) => each.code === code);
  if (cause) return cause;
  const nearest = nearestName(
    code,
    causes.map((each) => each.code),
  );
  throw new PlumbError({
    code: 'UNKNOWN_CAUSE',
    what: `No cause is called "${code}".`,
    why: 'A code is group/name, as plumb diagnose prints it.',
    remedy: `${nearest ? `Did you mean ${nearest}? ` : ''}"plumb explain" lists all ${causes.length}.`,
  });
}
