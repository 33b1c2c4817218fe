import { definedName, importedNames, nodesOfType, type SourceTree } from '@plumb/python';
import { type ClassFacts, readClass } from './class-facts.ts';

/** Finds the classes of a source folder by the names that files use for them. Parses a file when a class of it is asked for. */
export class ClassIndex {
  private readonly files = new Map<string, string[]>();
  private readonly classes = new Map<string, Map<string, ClassFacts>>();
  private readonly imports = new Map<string, ReadonlyMap<string, string>>();
  private readonly tree: SourceTree;

  private constructor(tree: SourceTree) {
    this.tree = tree;
  }

  static async open(tree: SourceTree): Promise<ClassIndex> {
    const index = new ClassIndex(tree);
    for (const file of tree.files) {
      for (const [, name] of (await tree.readText(file)).matchAll(/^[ \t]*class[ \t]+(\w+)/gm)) {
        index.files.set(name!, [...(index.files.get(name!) ?? []), file]);
      }
    }
    return index;
  }

  async classesOf(file: string): Promise<ReadonlyMap<string, ClassFacts>> {
    const known = this.classes.get(file);
    if (known) return known;
    const { rootNode } = await this.tree.parse(file);
    const found = new Map(
      nodesOfType(rootNode, 'class_definition').map((node) => [definedName(node), readClass(node, file)]),
    );
    this.classes.set(file, found);
    this.imports.set(file, importedNames(rootNode));
    return found;
  }

  /** The class that `name` stands for in a file; undefined where it is none of this folder, or could be several. */
  async resolve(name: string, from: string): Promise<ClassFacts | undefined> {
    const own = (await this.classesOf(from)).get(name);
    if (own) return own;
    const [first = '', ...rest] = name.split('.');
    const full = [this.imports.get(from)?.get(first) ?? first, ...rest].join('.').split('.');
    const wanted = full.at(-1)!;
    const files = this.files.get(wanted) ?? [];
    const module = full.at(-2);
    const fitting = files.filter(
      (file) => module && new RegExp(`(^|/)${module}(\\.py|/__init__\\.py)$`).test(file),
    );
    // a package may hand on a class of its files: only one class of that name leaves no doubt
    const file = fitting.length === 1 ? fitting[0] : files.length === 1 ? files[0] : undefined;
    return file === undefined ? undefined : (await this.classesOf(file)).get(wanted);
  }
}
