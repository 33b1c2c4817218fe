import { definedName, importedNames, type Node, nodesOfType, type SourceTree } from '@plumb/python';
import { type ClassFacts, readClass } from './class-facts.ts';

interface FileClasses {
  readonly nodes: ReadonlyMap<string, Node>;
  readonly facts: Map<string, ClassFacts>;
  readonly imports: ReadonlyMap<string, string>;
}

/** Finds the classes of a source folder by the names that files use for them. Reads a class when it is asked for. */
export class ClassIndex {
  private readonly filesOf = new Map<string, string[]>();
  private readonly files = new Map<string, FileClasses>();
  private readonly tree: SourceTree;

  private constructor(tree: SourceTree) {
    this.tree = tree;
  }

  static async open(tree: SourceTree): Promise<ClassIndex> {
    const index = new ClassIndex(tree);
    for (const file of tree.files) {
      for (const [, name] of (await tree.readText(file)).matchAll(/^[ \t]*class[ \t]+(\w+)/gm)) {
        index.filesOf.set(name!, [...(index.filesOf.get(name!) ?? []), file]);
      }
    }
    return index;
  }

  /** Classes of a file whose text matches. */
  async classesOf(file: string, text: RegExp): Promise<ClassFacts[]> {
    const { nodes } = await this.load(file);
    const names = [...nodes].filter(([, node]) => text.test(node.text)).map(([name]) => name);
    return Promise.all(names.map(async (name) => (await this.classIn(file, name))!));
  }

  /** The class that `name` stands for in a file; undefined where it is none of this folder, or could be several. */
  async resolve(name: string, from: string): Promise<ClassFacts | undefined> {
    const { nodes, imports } = await this.load(from);
    if (nodes.has(name)) return this.classIn(from, name);
    const [first = '', ...rest] = name.split('.');
    const full = [imports.get(first) ?? first, ...rest].join('.').split('.');
    const [module, wanted] = [full.at(-2), full.at(-1)!];
    const files = this.filesOf.get(wanted) ?? [];
    const fitting = files.filter(
      (file) => module && (file === `${module}.py` || file.endsWith(`/${module}.py`)),
    );
    // a package may hand on a class of its files: only one class of that name leaves no doubt
    const file = fitting.length === 1 ? fitting[0] : files.length === 1 ? files[0] : undefined;
    return file === undefined ? undefined : this.classIn(file, wanted);
  }

  private async classIn(file: string, name: string): Promise<ClassFacts | undefined> {
    const { nodes, facts } = await this.load(file);
    const node = nodes.get(name);
    const known = facts.get(name) ?? (node && readClass(node, file));
    if (known) facts.set(name, known);
    return known;
  }

  private async load(file: string): Promise<FileClasses> {
    const known = this.files.get(file);
    if (known) return known;
    const { rootNode } = await this.tree.parse(file);
    const nodes = new Map(nodesOfType(rootNode, 'class_definition').map((node) => [definedName(node), node]));
    const loaded = { nodes, facts: new Map<string, ClassFacts>(), imports: importedNames(rootNode) };
    this.files.set(file, loaded);
    return loaded;
  }
}
