import type { Cause } from '../cause.ts';
import { buildLiteralScanner, type LiteralScanner } from './literal-scanner.ts';
import { RATE_LITERALS } from './parse-rate.ts';
import { CHAIN_MARKERS, IGNORED_MARKERS, TRACEBACK_HEAD } from './traceback-syntax.ts';

export const LOAD_ERROR = 'Error(s) in loading state_dict for ';
const CHECKPOINT_LITERAL = 'heckpoint';

interface PatternUse {
  readonly id: string;
  readonly contains: string;
  readonly regex: RegExp;
}

/** The catalogue's patterns, ready to scan with. Build once, read many logs. */
export interface LogPatterns {
  readonly uses: readonly PatternUse[];
  readonly scanner: LiteralScanner;
}

/** A cause, or a symptom that has lines of its own. */
export interface PatternOwner extends Pick<Cause, 'logPatterns'> {
  readonly code: string;
}

export function compileLogPatterns(causes: readonly PatternOwner[]): LogPatterns {
  const uses = causes.flatMap((cause) =>
    (cause.logPatterns ?? []).map(({ name, contains, regex }) => ({
      id: `${cause.code}#${name}`,
      contains,
      // a global or sticky pattern would remember where it stopped in the line before
      regex: new RegExp(regex.source, regex.flags.replace(/[gy]/g, '')),
    })),
  );
  const scanner = buildLiteralScanner(
    new Set([
      ...uses.map((use) => use.contains),
      TRACEBACK_HEAD,
      LOAD_ERROR,
      CHECKPOINT_LITERAL,
      ...RATE_LITERALS,
      ...IGNORED_MARKERS,
      ...CHAIN_MARKERS.map(([words]) => words),
      // an escape sequence may stand in the middle of a literal
      '\x1b',
    ]),
  );
  return { uses, scanner };
}
