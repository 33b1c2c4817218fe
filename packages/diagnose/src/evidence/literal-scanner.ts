/**
 * An Aho-Corasick automaton over UTF-8 bytes: one table look-up a byte says whether any of many literals, or the end
 * of a line, has been seen. A log of gigabytes is read at the speed of the disk, and only lines that some literal hits
 * become strings.
 */
export interface LiteralScanner {
  /** `next[(state << 8) | byte]` is the state after `byte`; begin with state 0, which is also the start of a line. */
  readonly next: Uint16Array;
  /** States from this one on are worth a look: a literal or, after byte 10 or 13, a line ends there. */
  readonly firstSpecial: number;
}

// states are stored in 16 bits; the catalogue needs a few thousand
const MAX_STATES = 65_536;

export function buildLiteralScanner(literals: Iterable<string>): LiteralScanner {
  const goto: Map<number, number>[] = [new Map()];
  const ends: boolean[] = [false];
  for (const literal of literals) {
    if (literal === '') throw new RangeError('an empty literal would match every line');
    let state = 0;
    for (const byte of Buffer.from(literal, 'utf8')) {
      let child = goto[state]!.get(byte);
      if (child === undefined) {
        child = goto.length;
        if (child >= MAX_STATES - 1) throw new RangeError('too many literals for one scanner');
        goto.push(new Map());
        ends.push(false);
        goto[state]!.set(byte, child);
      }
      state = child;
    }
    ends[state] = true;
  }
  return fillTable(goto, ends);
}

/** Breadth first, so that the state a mismatch falls back to is complete before it is copied. */
function fillTable(goto: Map<number, number>[], ends: boolean[]): LiteralScanner {
  const next = new Uint16Array(goto.length << 8);
  const fallback = new Uint16Array(goto.length);
  const queue = [0];
  for (let at = 0; at < queue.length; at++) {
    const state = queue[at]!;
    const row = state << 8;
    if (state !== 0) next.copyWithin(row, fallback[state]! << 8, (fallback[state]! + 1) << 8);
    if (ends[fallback[state]!]) ends[state] = true;
    for (const [byte, child] of goto[state]!) {
      fallback[child] = state === 0 ? 0 : next[row | byte]!;
      next[row | byte] = child;
      queue.push(child);
    }
  }
  return renumber(next, ends);
}

/** Puts the states that end a literal last, and behind them one that is the start of a line, reached by its end. */
function renumber(old: Uint16Array, ends: readonly boolean[]): LiteralScanner {
  const order = [...ends.keys()].filter((state) => !ends[state]);
  const firstSpecial = order.length;
  order.push(...[...ends.keys()].filter((state) => ends[state]));
  const lineStart = order.length;
  const place = new Uint16Array(order.length);
  for (const [to, from] of order.entries()) place[from] = to;
  const next = new Uint16Array((lineStart + 1) << 8);
  for (const [to, from] of [...order, 0].entries())
    for (let byte = 0; byte < 256; byte++)
      next[(to << 8) | byte] = byte === 10 || byte === 13 ? lineStart : place[old[(from << 8) | byte]!]!;
  return { next, firstSpecial };
}
