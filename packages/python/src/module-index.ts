import { type Node, nodesOfType } from './parse.ts';
import type { SourceTree } from './source-tree.ts';
import { namesOfImport } from './syntax/imports.ts';

/** One file importing another of the same tree. */
export interface ImportEdge {
  readonly from: string;
  readonly to: string;
  readonly line: number;
  /** Outside of every function, `if` and `try`: importing `from` surely imports `to`. */
  readonly certain: boolean;
}

/** Which file a module name means inside a source tree, and the other way round. */
export interface ModuleIndex {
  /** The file of `configs.model_config` or `.utils`, seen from another file; undefined for what the tree lacks. */
  fileOf(module: string, from: string): string | undefined;
  /** The name under which a file's classes print: `configs.model_config`, from the way in which the tree imports it. */
  nameOf(file: string): string;
  readonly edges: readonly ImportEdge[];
}

const OPTIONAL = new Set([
  'function_definition',
  'if_statement',
  'try_statement',
  'lambda',
  'match_statement',
]);

/** Reads every import of a tree. */
export async function readModuleIndex(tree: SourceTree): Promise<ModuleIndex> {
  const bySuffix = new Map<string, string[]>();
  for (const file of tree.files) {
    const parts = file.replace(/(\/__init__)?\.py$/, '').split('/');
    for (let i = 0; i < parts.length; i++) {
      const suffix = parts.slice(i).join('.');
      bySuffix.set(suffix, [...(bySuffix.get(suffix) ?? []), file]);
    }
  }
  const fileOf = (module: string, from: string): string | undefined => {
    const dots = /^\.*/.exec(module)![0].length;
    if (dots === 0) return nearest(bySuffix.get(module) ?? [], from);
    const folder = from.split('/').slice(0, -dots);
    const path = [...folder, ...module.slice(dots).split('.').filter(Boolean)].join('/');
    return [`${path}.py`, `${path}/__init__.py`].find((file) => tree.files.includes(file));
  };
  const edges: ImportEdge[] = [];
  /** How often the tree imports from a folder as a root of `sys.path`. */
  const roots = new Map<string, number>();
  for (const from of tree.files) {
    if (!/\bimport\b/.test(await tree.readText(from))) continue;
    const { rootNode } = await tree.parse(from);
    for (const node of nodesOfType(rootNode, 'import_statement', 'import_from_statement')) {
      const line = node.startPosition.row + 1;
      let certain = true;
      for (let parent = node.parent; parent; parent = parent.parent)
        if (OPTIONAL.has(parent.type)) certain = false;
      for (const module of modulesOf(node)) {
        const to = fileOf(module, from);
        if (to === undefined) continue;
        edges.push({ from, to, line, certain });
        if (module.startsWith('.')) continue;
        const root = to
          .replace(/(\/__init__)?\.py$/, '')
          .split('/')
          .slice(0, -module.split('.').length)
          .join('/');
        roots.set(root, (roots.get(root) ?? 0) + 1);
      }
    }
  }
  return { fileOf, edges, nameOf: (file) => nameOf(file, roots, tree.files) };
}

/** `a.b` and, since it may be a module as well, `a.b.c` of `from a.b import c`. */
function modulesOf(statement: Node): string[] {
  const module = statement.childForFieldName('module_name')?.text;
  if (module === undefined) {
    return statement.namedChildren.flatMap((child) => {
      const name = child?.type === 'aliased_import' ? child.childForFieldName('name') : child;
      return name?.type === 'dotted_name' ? [name.text] : [];
    });
  }
  return [...new Set([module, ...namesOfImport(statement).map(([, full]) => full)])];
}

function nearest(files: readonly string[], from: string): string | undefined {
  const common = (file: string) => {
    const a = file.split('/');
    const b = from.split('/');
    let i = 0;
    while (i < a.length && a[i] === b[i]) i++;
    return i;
  };
  return files.toSorted((a, b) => common(b) - common(a) || a.length - b.length)[0];
}

function nameOf(file: string, roots: ReadonlyMap<string, number>, files: readonly string[]): string {
  const path = file.replace(/(\/__init__)?\.py$/, '');
  const candidates = [...roots].filter(([root]) => root === '' || path.startsWith(`${root}/`));
  const [best] = candidates.toSorted((a, b) => b[1] - a[1] || b[0].length - a[0].length);
  const parts = path.split('/');
  if (best) return parts.slice(best[0] === '' ? 0 : best[0].split('/').length).join('.');
  // nobody imports it: the package goes up as far as there is an __init__.py
  let start = parts.length - 1;
  while (start > 0 && files.includes(`${parts.slice(0, start).join('/')}/__init__.py`)) start--;
  return parts.slice(start).join('.');
}
