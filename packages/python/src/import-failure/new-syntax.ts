import { childrenOf, lineOf, type Node, nodesOfType } from '../parse.ts';
import type { Failure } from './import-failure.ts';
import { atLeast } from './python-version.ts';

interface Syntax {
  readonly types: readonly string[];
  readonly since: string;
  isNew(node: Node): boolean;
}

// What the compiler refuses wherever it stands, also in a function that is never called.
const SYNTAX: readonly Syntax[] = [
  { types: ['match_statement'], since: '3.10', isNew: () => true },
  { types: ['except_clause'], since: '3.11', isNew: (node) => /^except\s*\*/.test(node.text) },
  { types: ['type_alias_statement'], since: '3.12', isNew: () => true },
  {
    types: ['class_definition', 'function_definition'],
    since: '3.12',
    isNew: (node) => node.childForFieldName('type_parameters') !== null,
  },
  { types: ['string'], since: '3.12', isNew: isNestedFormat },
  { types: ['with_clause'], since: '3.9', isNew: isBracketedWith },
  { types: ['named_expression'], since: '3.8', isNew: () => true },
  { types: ['positional_separator'], since: '3.8', isNew: () => true },
];

/** `with (a as b, c as d):`; without `as` the brackets are those of a tuple, which old grammars know. */
function isBracketedWith(node: Node): boolean {
  return (
    node.text.startsWith('(') && node.firstChild?.type === '(' && nodesOfType(node, 'as_pattern').length > 0
  );
}

/** PEP 701: the same quotes, or a backslash, inside the braces of an f-string. */
function isNestedFormat(node: Node): boolean {
  const start = node.text.match(/^[a-zA-Z]*('''|"""|'|")/)?.[1];
  if (!start) return false;
  return childrenOf(node).some((part) => {
    const expression = part.type === 'interpolation' ? part.childForFieldName('expression') : null;
    return expression !== null && (expression.text.includes('\\') || expression.text.includes(start));
  });
}

/** The first construct of a file that its Python's grammar lacks. Silent where the tree has errors of its own. */
export function findNewSyntax(root: Node, python: string): Failure | undefined {
  if (root.hasError) return undefined;
  const missing = SYNTAX.filter(({ since }) => !atLeast(python, since));
  // one walk over the tree for all of them
  for (const node of nodesOfType(root, ...missing.flatMap(({ types }) => types))) {
    const syntax = missing.find(({ types, isNew }) => types.includes(node.type) && isNew(node));
    if (!syntax) continue;
    const text = node.text.split('\n')[0]!.trim();
    return { line: lineOf(node), error: 'SyntaxError', pythons: { before: syntax.since }, text };
  }
  return undefined;
}
