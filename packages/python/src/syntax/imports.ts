import { childrenOf, type Node, nodesOfType } from '../parse.ts';

/**
 * What each imported name stands for, anywhere in the file: `np` -> `numpy`, `load` -> `torch.load`, `Config` ->
 * `.configs.Config` (leading dots kept). `import a.b` binds `a`. Star imports are left out: nobody knows what they bind.
 */
export function importedNames(root: Node): Map<string, string> {
  const found = new Map<string, string>();
  for (const statement of nodesOfType(root, 'import_statement', 'import_from_statement')) {
    for (const [local, full] of namesOfImport(statement)) found.set(local, full);
  }
  return found;
}

/** The names that one import statement binds, with what they stand for. */
export function namesOfImport(statement: Node): [local: string, full: string][] {
  const module = statement.childForFieldName('module_name');
  const names = module ? childrenOf(statement).filter(({ id }) => id !== module.id) : childrenOf(statement);
  const prefix = module ? `${module.text.replace(/\s/g, '')}${module.text.endsWith('.') ? '' : '.'}` : '';
  const found: [string, string][] = [];
  for (const node of names) {
    if (node.type === 'aliased_import') {
      const name = node.childForFieldName('name')?.text;
      const alias = node.childForFieldName('alias')?.text;
      if (name && alias) found.push([alias, prefix + name]);
    } else if (node.type === 'dotted_name') {
      const first = module ? node.text : node.text.split('.')[0]!;
      found.push([first, module ? prefix + node.text : first]);
    }
  }
  return found;
}

/** A dotted name with its first part replaced by what it was imported as: `hub.load` -> `torch.hub.load`. */
export function resolveName(name: string, imports: ReadonlyMap<string, string>): string {
  const [first = '', ...rest] = name.split('.');
  return [imports.get(first) ?? first, ...rest].join('.');
}
