import { PlumbError } from '@plumb/core';
import { malformedBddl } from './malformed-bddl.ts';
import { PREDICATE_ARITY, type Predicate, type PredicateName } from './problem.ts';
import type { BddlNode } from './tokenize.ts';

/** `(On a b)` and its like. Throws `BDDL_UNKNOWN_PREDICATE` naming it, or `BDDL_MALFORMED`. */
export function readPredicate(node: BddlNode, place: string): Predicate {
  const head = node.kind === 'list' ? node.items[0] : undefined;
  if (node.kind !== 'list' || head?.kind !== 'word') {
    throw malformedBddl(place, node, 'expected a predicate like (On a b)');
  }
  if (!isPredicateName(head.text)) throw unknownPredicate(place, head);
  const args = node.items.slice(1).map((item) => {
    if (item.kind !== 'word') throw malformedBddl(place, item, 'expected a name, found a list');
    return item.text;
  });
  const arity = PREDICATE_ARITY[head.text];
  if (args.length !== arity) {
    throw malformedBddl(place, node, `"${head.text}" takes ${arity} names, not ${args.length}`);
  }
  return { name: head.text, args, line: node.line, column: node.column };
}

function isPredicateName(name: string): name is PredicateName {
  return Object.hasOwn(PREDICATE_ARITY, name);
}

function unknownPredicate(place: string, at: { text: string; line: number; column: number }): PlumbError {
  return new PlumbError({
    code: 'BDDL_UNKNOWN_PREDICATE',
    what: `${place}:${at.line}:${at.column}: the predicate "${at.text}" is not one of LIBERO's.`,
    why: 'A task with a predicate that cannot be judged would never succeed, or always.',
    remedy: `Use one of ${Object.keys(PREDICATE_ARITY).join(', ')}.`,
  });
}
