import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { childrenOf, lineOf, type Node, parsePython } from './parse.ts';
import { namesOfImport } from './syntax/imports.ts';
import { stringValue } from './syntax/literal.ts';

/** An imported mapping is followed this often; transformers 5 needs one step. */
const MAX_IMPORTS = 3;

export interface MappingEntry {
  readonly value: string;
  readonly place: string;
}

export interface NameMapping {
  /** File and line of the statement that makes it. */
  readonly place: string;
  readonly entries: ReadonlyMap<string, MappingEntry>;
}

/**
 * Reads a mapping of names such as `CONFIG_MAPPING_NAMES` out of a module of transformers. Up to 4.x it is one
 * `OrderedDict([("albert", "AlbertConfig"), …])`; 5.x imports it from `auto_mappings.py`, updates it and builds it
 * anew with a further key. Undefined where the file or the name is missing; entries that aren't literals are left out.
 */
export async function readNameMapping(
  file: string,
  name: string,
  depth = 0,
): Promise<NameMapping | undefined> {
  const source = await readFile(file, 'utf8').catch(() => undefined);
  if (source === undefined) return undefined;
  const tree = await parsePython(source);
  try {
    const entries = new Map<string, MappingEntry>();
    let place: string | undefined;
    for (const statement of childrenOf(tree.rootNode)) {
      if (statement.type === 'import_from_statement' && depth < MAX_IMPORTS) {
        const from = siblingOf(file, statement, name);
        const imported = from ? await readNameMapping(from.file, from.name, depth + 1) : undefined;
        if (!imported) continue;
        place = imported.place;
        for (const [key, entry] of imported.entries) entries.set(key, entry);
      }
      const made = madeBy(statement, name);
      if (!made) continue;
      place ??= `${file}:${lineOf(statement)}`;
      const old = new Map(entries);
      if (made.replaces) entries.clear();
      for (const node of made.sources) addEntries(node, { name, file, old, entries });
    }
    return place === undefined ? undefined : { place, entries };
  } finally {
    tree.delete();
  }
}

function siblingOf(file: string, statement: Node, name: string) {
  for (const [local, full] of namesOfImport(statement)) {
    const match = local === name ? /^\.(\w+)\.(\w+)$/.exec(full) : undefined;
    if (match) return { file: join(dirname(file), `${match[1]}.py`), name: match[2]! };
  }
  return undefined;
}

/** The expressions that a statement fills the mapping from. */
function madeBy(statement: Node, name: string): { replaces: boolean; sources: Node[] } | undefined {
  const node = statement.type === 'expression_statement' ? childrenOf(statement)[0] : undefined;
  if (node?.type === 'assignment' && node.childForFieldName('left')?.text === name) {
    const value = node.childForFieldName('right');
    return value ? { replaces: true, sources: [value] } : undefined;
  }
  if (node?.type === 'call' && node.childForFieldName('function')?.text === `${name}.update`) {
    return { replaces: false, sources: argumentsOf(node) };
  }
  return undefined;
}

function argumentsOf(call: Node): Node[] {
  const list = call.childForFieldName('arguments');
  return list ? childrenOf(list) : [];
}

interface Target {
  readonly name: string;
  readonly file: string;
  readonly old: ReadonlyMap<string, MappingEntry>;
  readonly entries: Map<string, MappingEntry>;
}

function addEntries(node: Node, target: Target): void {
  switch (node.type) {
    case 'identifier':
      if (node.text !== target.name) return;
      for (const [key, entry] of target.old) target.entries.set(key, entry);
      return;
    case 'call':
      for (const argument of argumentsOf(node)) addEntries(argument, target);
      return;
    case 'dictionary_splat':
    case 'list':
    case 'tuple':
    case 'dictionary':
    case 'parenthesized_expression': {
      const children = childrenOf(node);
      const key = node.type === 'tuple' && children.length === 2 ? stringValue(children[0]) : undefined;
      if (key !== undefined) addEntry(key, children[1]!, target);
      else for (const child of children) addEntries(child, target);
      return;
    }
    case 'pair': {
      const key = stringValue(node.childForFieldName('key'));
      const value = node.childForFieldName('value');
      if (key !== undefined && value) addEntry(key, value, target);
      return;
    }
  }
}

function addEntry(key: string, value: Node, { entries, file }: Target): void {
  // a few types have several classes: ("Blip2Model", "Blip2QFormerModel"); AutoModel takes the first
  const name = stringValue(value.type === 'tuple' ? childrenOf(value)[0] : value);
  if (name !== undefined) entries.set(key, { value: name, place: `${file}:${lineOf(value)}` });
}
