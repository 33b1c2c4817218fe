import { malformedBddl } from './malformed-bddl.ts';

/**
 * Limits, with the reason for each. LIBERO's largest file is 7 kB, nests 6 deep: a file beyond these is not a
 * task, and the recursion of the reader stays far from the stack's end.
 */
export const BDDL_LIMITS = { bytes: 1_000_000, depth: 64 } as const;

/** A word of a BDDL file, lower-cased as the `bddl` package does (bddl/parsing.py), with where it stands. */
export interface BddlWord {
  readonly kind: 'word';
  readonly text: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

export interface BddlList {
  readonly kind: 'list';
  readonly items: readonly BddlNode[];
  readonly line: number;
  readonly column: number;
}

export type BddlNode = BddlWord | BddlList;

/** The one list that a BDDL file is. `place` is what errors call the file. Throws `BDDL_MALFORMED`. */
export function readList(text: string, place: string): BddlList {
  if (text.length > BDDL_LIMITS.bytes) {
    throw malformedBddl(place, { line: 1, column: 1 }, `the file has ${text.length} characters`);
  }
  const open: { items: BddlNode[]; line: number; column: number }[] = [];
  let root: BddlList | undefined;
  for (const token of tokens(text)) {
    if (root !== undefined) {
      throw malformedBddl(place, token, `"${token.text}" stands after the end of the definition`);
    }
    if (token.text === '(') {
      open.push({ items: [], line: token.line, column: token.column });
      if (open.length > BDDL_LIMITS.depth) throw malformedBddl(place, token, 'parentheses nest too deep');
    } else if (token.text === ')') {
      const done = open.pop();
      if (done === undefined) throw malformedBddl(place, token, 'a parenthesis closes what was never opened');
      const list: BddlList = { kind: 'list', ...done };
      const parent = open.at(-1);
      if (parent === undefined) root = list;
      else parent.items.push(list);
    } else {
      const parent = open.at(-1);
      if (parent === undefined)
        throw malformedBddl(place, token, `"${token.text}" stands outside (define …)`);
      parent.items.push({ kind: 'word', ...token });
    }
  }
  const unclosed = open.at(-1);
  if (unclosed !== undefined) throw malformedBddl(place, unclosed, 'this parenthesis is never closed');
  if (root === undefined) throw malformedBddl(place, { line: 1, column: 1 }, 'the file is empty');
  return root;
}

function* tokens(text: string): Generator<{ text: string; line: number; column: number }> {
  let number = 0;
  for (const raw of text.split(/\r?\n/)) {
    number += 1;
    // a semicolon starts a comment
    const line = raw.replace(/;.*/, '').toLowerCase();
    for (const match of line.matchAll(/[()]|[^\s()]+/g)) {
      yield { text: match[0], line: number, column: match.index + 1 };
    }
  }
}
