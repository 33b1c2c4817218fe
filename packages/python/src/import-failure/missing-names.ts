import { readFileSync } from 'node:fs';
import { childrenOf, lineOf, type Node } from '../parse.ts';
import { namesOfImport } from '../syntax/imports.ts';
import type { Failure } from './import-failure.ts';
import { atLeast } from './python-version.ts';

/** When a name came and went; under `""` the module itself. */
type Table = Readonly<
  Record<string, Readonly<Record<string, readonly [since: string | null, gone: string | null]>>>
>;

let table: Table | undefined;

// made by oracle/python/standard-library.py from Python 3.8 to 3.13
function load(): Table {
  table ??= JSON.parse(
    readFileSync(new URL('../../data/standard-library.json', import.meta.url), 'utf8'),
  ) as Table;
  return table;
}

function lacks(module: string, name: string, python: string): Failure['pythons'] | undefined {
  const names = load();
  if (!Object.hasOwn(names, module) || !Object.hasOwn(names[module]!, name)) return undefined;
  const [since, gone] = names[module]![name]!;
  if (since !== null && !atLeast(python, since)) return { before: since };
  if (gone !== null && atLeast(python, gone)) return { from: gone };
  return undefined;
}

/** An import of something that this Python's standard library lacks. `isOwn` tells modules that the source tree brings. */
export function findMissingName(
  node: Node,
  python: string,
  isOwn: (module: string) => boolean,
): Failure | undefined {
  if (node.type !== 'import_statement' && node.type !== 'import_from_statement') return undefined;
  const at = { line: lineOf(node), text: node.text.split('\n')[0]! };
  const from = node.childForFieldName('module_name')?.text;
  const modules = from === undefined ? importedModules(node) : [from];
  for (const module of modules) {
    const pythons = isOwn(module.split('.')[0]!) ? undefined : lacks(module, '', python);
    if (pythons) return { ...at, error: `ModuleNotFoundError: No module named '${module}'`, pythons };
  }
  if (from === undefined || isOwn(from.split('.')[0]!)) return undefined;
  for (const [, full] of namesOfImport(node)) {
    const name = full.slice(from.length + 1);
    const pythons = lacks(from, name, python);
    // Python adds the path of its own file in brackets, which nobody can know from here
    if (pythons) return { ...at, error: `ImportError: cannot import name '${name}' from '${from}'`, pythons };
  }
  return undefined;
}

function importedModules(statement: Node): string[] {
  return childrenOf(statement).flatMap((child) => {
    const name = child.type === 'aliased_import' ? child.childForFieldName('name') : child;
    return name ? [name.text] : [];
  });
}
