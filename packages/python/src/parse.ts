import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Node, Parser, Tree } from 'web-tree-sitter';

export type { Node, Tree } from 'web-tree-sitter';

let ready: Promise<Parser> | undefined;

// loaded on the first parse only: `plumb inspect` shares this room's import and must not pay for WASM
async function load(): Promise<Parser> {
  const { Language, Parser } = await import('web-tree-sitter');
  await Parser.init();
  const require = createRequire(import.meta.url);
  const grammar = await readFile(require.resolve('tree-sitter-python/tree-sitter-python.wasm'));
  const parser = new Parser();
  parser.setLanguage(await Language.load(grammar));
  return parser;
}

/** Python source as a syntax tree. Errors in it become ERROR nodes; the rest stays usable. The caller deletes the tree. */
export async function parsePython(text: string): Promise<Tree> {
  ready ??= load();
  const tree = (await ready).parse(text);
  if (!tree) throw new Error('tree-sitter gave no tree');
  return tree;
}

/** Every node of a type, in document order. */
export function nodesOfType(root: Node, ...types: string[]): Node[] {
  return root.descendantsOfType(types).filter((node) => node !== null);
}

/** Named children without comments, which tree-sitter allows anywhere. */
export function childrenOf(node: Node): Node[] {
  return node.namedChildren.filter((child) => child !== null && child.type !== 'comment') as Node[];
}

/** Line of a node, counted from 1 as editors do. */
export function lineOf(node: Node): number {
  return node.startPosition.row + 1;
}

/** Last line of a node, counted from 1. A block's trailing newline does not count. */
export function endLineOf(node: Node): number {
  const { row, column } = node.endPosition;
  return column === 0 && row > node.startPosition.row ? row : row + 1;
}
