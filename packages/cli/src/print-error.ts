import { errorsBeside, PlumbError } from '@plumb/core';
import { readVersion } from './read-version.ts';
import { createOutput, wantsColour } from './terminal/output.ts';
import { makeSafe } from './terminal/print-safe.ts';
import { bold, dim, red, resolveStyle } from './terminal/style.ts';
import { widthOf } from './terminal/width.ts';
import { wrapText } from './terminal/wrap.ts';

const INDENT = 10;

/** Says what, why and what to do. With `--json` on stdout, else on stderr. Exit status 2 is the caller's. */
export async function printError(error: unknown, argv: readonly string[]): Promise<void> {
  const json = argv.includes('--json') || argv.includes('--format=json');
  const out = await createOutput({ json, redact: argv.includes('--redact') });
  const text = error instanceof PlumbError ? error.toJSON() : describeBug(error);
  const beside = errorsBeside(error).map(describeShortly);
  if (json) {
    out.printJson({ error: text, ...(beside.length > 0 && { beside }) });
    return;
  }
  const width = widthOf(process.stderr, { otherwise: 100, widest: 100 });
  const line = (label: string, value: string) =>
    wrapText(`${dim(label.padEnd(INDENT - 2))}  ${value}`, width, INDENT);
  const shown = [
    `${red('✗')} ${bold(text.what)}`,
    line('  why', text.why),
    line('  remedy', text.remedy),
    line('  code', dim(text.code)),
    ...beside.map(({ code, what }) => line('  beside', `${what} ${dim(code)}`)),
  ].join('\n');
  const stack = error instanceof PlumbError ? '' : `\n\n${dim(stackOf(error))}`;
  const colour = wantsColour(process.stderr, argv.includes('--no-color') ? false : undefined);
  process.stderr.write(`${resolveStyle(makeSafe(out.hide(shown + stack)), colour)}\n`);
}

/** An error of closing, after the one that is told. */
function describeShortly(error: unknown): { code: string; what: string } {
  if (error instanceof PlumbError) return { code: error.code, what: error.what };
  return { code: 'BUG', what: error instanceof Error ? error.message : String(error) };
}

function describeBug(error: unknown) {
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: 'BUG',
    what: `Plumb failed: ${message}`,
    why: 'This is a bug of Plumb, not of your files: whatever they hold, Plumb should have said what is wrong with them.',
    remedy: `Report it with the lines below and "plumb ${readVersion()}, Node ${process.versions.node}"; the same command with --redact takes names and paths out.`,
    ...(error instanceof Error && { stack: stackOf(error) }),
  };
}

const stackOf = (error: unknown) => (error instanceof Error && error.stack) || String(error);
