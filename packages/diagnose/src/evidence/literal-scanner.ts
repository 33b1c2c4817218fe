/**
 * Finds any of many literals in UTF-8 bytes without looking at every byte (Wu and Manber, "A fast algorithm for
 * multi-pattern searching", 1994): the pair of bytes at the end of a window says how far no literal can begin. A log of
 * gigabytes is read in a few seconds, and only lines with a literal become strings.
 */
export interface LiteralScanner {
  /** Bytes of the longest literal: one that straddles the end of what is searched begins in the last `longest - 1`. */
  readonly longest: number;
  /** Searches `bytes` up to `end`; good until those bytes change. */
  search(bytes: Buffer, end: number): LiteralSearch;
}

export interface LiteralSearch {
  /** Where the next literal begins, at `from` or behind it; `end` where there is none. Ask in rising order. */
  next(from: number): number;
}

/** Finds one literal of some in `bytes[from, end)`; `end` where there is none. */
type Finder = (bytes: Buffer, from: number, end: number) => number;

// bytes of each literal that the table knows; shorter ones are few ("-of-", an escape) and have a search of their own
const WINDOW = 8;

export function buildLiteralScanner(literals: Iterable<string>): LiteralScanner {
  const all = [...new Set(literals)].map((literal) => Buffer.from(literal, 'utf8'));
  if (all.some((literal) => literal.length === 0))
    throw new RangeError('an empty literal would match every line');
  const long = all.filter((literal) => literal.length >= WINDOW);
  const finders = all.filter((literal) => literal.length < WINDOW).map(findOne);
  if (long.length > 0) finders.push(findMany(long));
  const longest = Math.max(1, ...all.map((literal) => literal.length));
  return { longest, search: (bytes, end) => startSearch(finders, bytes, end) };
}

function startSearch(finders: readonly Finder[], bytes: Buffer, end: number): LiteralSearch {
  const places: number[] = finders.map(() => -1);
  return {
    next(from) {
      let nearest = end;
      for (let i = 0; i < finders.length; i++) {
        if (places[i]! < from) places[i] = finders[i]!(bytes, from, end);
        if (places[i]! < nearest) nearest = places[i]!;
      }
      return nearest;
    },
  };
}

function findOne(literal: Buffer): Finder {
  return (bytes, from, end) => {
    const at = bytes.subarray(0, end).indexOf(literal, from);
    return at < 0 ? end : at;
  };
}

function findMany(literals: readonly Buffer[]): Finder {
  const shifts = new Uint8Array(1 << 16).fill(WINDOW - 1);
  const endingIn: Buffer[][] = new Array(1 << 16);
  for (const literal of literals) {
    for (let at = 1; at < WINDOW; at++) {
      const pair = (literal[at - 1]! << 8) | literal[at]!;
      shifts[pair] = Math.min(shifts[pair]!, WINDOW - 1 - at);
    }
    const last = (literal[WINDOW - 2]! << 8) | literal[WINDOW - 1]!;
    endingIn[last] = [...(endingIn[last] ?? []), literal];
  }
  return (bytes, from, end) => {
    for (let at = from + WINDOW - 1; at < end; ) {
      const pair = (bytes[at - 1]! << 8) | bytes[at]!;
      const shift = shifts[pair]!;
      if (shift > 0) {
        at += shift;
        continue;
      }
      const start = at - WINDOW + 1;
      for (const literal of endingIn[pair]!) if (standsAt(literal, bytes, start, end)) return start;
      at++;
    }
    return end;
  };
}

function standsAt(literal: Buffer, bytes: Buffer, start: number, end: number): boolean {
  if (start + literal.length > end) return false;
  for (let i = 0; i < literal.length; i++) if (bytes[start + i] !== literal[i]) return false;
  return true;
}
