import type { SourceTree } from '@plumb/python';

// `from a.b import c, d`, `from . import e`, `import a.b`, at any depth of indentation
const IMPORT = /^[ \t]*(?:from[ \t]+(\.*[\w.]*)[ \t]+import[ \t]+\(?([^)#\n]*)|import[ \t]+([\w., \t]+))/gm;

/**
 * Files of a tree that the given ones import, directly or through others, and themselves. By text alone: an import in
 * a string counts too, which at worst reads a file more. Parsing a whole repository would take seconds.
 */
export async function reachableFiles(tree: SourceTree, roots: readonly string[]): Promise<string[]> {
  const byModule = indexModules(tree.files);
  const found = new Set(roots);
  for (const file of found) {
    for (const [, module, names = '', plain] of (await tree.readText(file)).matchAll(IMPORT)) {
      const modules = plain
        ? plain.split(',').map((name) => name.trim().split(/\s/)[0]!)
        : [module!, ...names.split(',').map((name) => join(module!, name.trim().split(/\s/)[0]!))];
      for (const name of modules) for (const target of resolve(name, file, byModule)) found.add(target);
    }
  }
  return tree.files.filter((file) => found.has(file));
}

function join(module: string, name: string): string {
  return module === '' || module.endsWith('.') ? module + name : `${module}.${name}`;
}

function modulePath(file: string): string {
  return file.replace(/(\/__init__)?\.py$/, '').replaceAll('/', '.');
}

/** Every file under each end of its dotted path, since nothing says which folders are on `sys.path`. */
function indexModules(files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const index = new Map<string, string[]>();
  for (const file of files) {
    const parts = modulePath(file).split('.');
    for (let i = 0; i < parts.length; i++) {
      const name = parts.slice(i).join('.');
      const known = index.get(name);
      if (known) known.push(file);
      else index.set(name, [file]);
    }
  }
  return index;
}

function resolve(
  name: string,
  from: string,
  index: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const [dots] = /^\.*/.exec(name)!;
  if (dots === '') return nearest(index.get(name) ?? [], from);
  const folder = from.split('/').slice(0, -dots.length);
  const full = [...folder, ...name.slice(dots.length).split('.')].filter(Boolean).join('.');
  return (index.get(full) ?? []).filter((file) => modulePath(file) === full);
}

/** Two packages may have a module of the same name: the one that shares most folders with the importer. */
function nearest(files: readonly string[], from: string): readonly string[] {
  const shared = (file: string) => {
    const own = from.split('/');
    const at = file.split('/').findIndex((part, i) => part !== own[i]);
    return at < 0 ? own.length : at;
  };
  const [best] = files.toSorted((a, b) => shared(b) - shared(a) || a.length - b.length);
  return best === undefined ? [] : [best];
}
