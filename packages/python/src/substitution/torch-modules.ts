import type { SourceTree } from '../source-tree.ts';

const ROOTS = /^(?:\w+\.)*(Module|\w*PreTrainedModel|\w*PretrainedModel|LightningModule|ModelMixin)$/;

/** Names of the classes of a tree that derive from `nn.Module`, by name and across files. */
export async function torchModules(tree: SourceTree): Promise<Set<string>> {
  const bases = new Map<string, string[]>();
  for (const file of tree.files) {
    const text = await tree.readText(file);
    for (const [, name, list] of text.matchAll(/^[ \t]*class\s+(\w+)\s*\(([^)]*)\)\s*:/gm)) {
      bases.set(
        name!,
        list!.split(',').map((base) => base.trim()),
      );
    }
  }
  const modules = new Set<string>();
  for (let size = -1; size !== modules.size; ) {
    size = modules.size;
    for (const [name, list] of bases) {
      if (list.some((base) => ROOTS.test(base) || modules.has(base.split('.').at(-1)!))) modules.add(name);
    }
  }
  return modules;
}
