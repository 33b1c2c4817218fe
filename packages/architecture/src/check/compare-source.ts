import type { Node, SourceTree } from '@plumb/python';
import type { ModuleSpec } from '../module-spec.ts';

/** What one class of the source registers on `self`. */
interface Registered {
  /** Every name that any of its methods assigns or registers. */
  readonly all: ReadonlySet<string>;
  /** Layers and parameters that its constructor makes whatever the config says. */
  readonly certain: ReadonlySet<string>;
}

/**
 * Where the source's constructors register other names than the architecture that Plumb knows: then the prediction is
 * not for this source. Names only; classes that the files do not define (torch's, transformers') are not looked at.
 */
export async function compareSource(
  tree: SourceTree,
  files: readonly string[],
  module: ModuleSpec,
): Promise<string[]> {
  const classes = await readClasses(tree, files);
  const differences = new Set<string>();
  for (const [className, variants] of variantsOf(module)) {
    const defined = classes.get(className) ?? [];
    if (defined.length === 0) continue;
    for (const names of variants) {
      // two files may define a class of one name (VGGT has two called Mlp)
      const best = defined
        .map((one) => compareNames(className, names, one))
        .sort((a, b) => a.length - b.length)[0]!;
      for (const difference of best) differences.add(difference);
    }
  }
  return [...differences];
}

function compareNames(className: string, names: ReadonlySet<string>, { all, certain }: Registered): string[] {
  return [
    ...[...names].filter((name) => !all.has(name)).map((name) => `${className} has no ${name}`),
    ...[...certain].filter((name) => !names.has(name)).map((name) => `${className} has ${name} as well`),
  ];
}

/** Names with tensors under them, for each class; the same class may be built in several ways. */
function variantsOf(module: ModuleSpec): Map<string, Set<string>[]> {
  const found = new Map<string, Set<string>[]>();
  const seen = new Set<ModuleSpec>();
  const hasTensors = (spec: ModuleSpec): boolean => {
    const below = spec.children.map(([, child]) => visit(child));
    return spec.parameters.length + spec.buffers.length > 0 || below.includes(true);
  };
  const known = new Map<ModuleSpec, boolean>();
  const visit = (spec: ModuleSpec): boolean => {
    const before = known.get(spec);
    if (before !== undefined) return before;
    const filled = hasTensors(spec);
    known.set(spec, filled);
    if (filled && !seen.has(spec)) {
      seen.add(spec);
      const names = [...spec.parameters, ...spec.buffers].map(({ name }) => name);
      const children = spec.children.filter(([, child]) => known.get(child)).map(([name]) => name);
      found.set(spec.className, [...(found.get(spec.className) ?? []), new Set([...names, ...children])]);
    }
    return filled;
  };
  visit(module);
  return found;
}

async function readClasses(tree: SourceTree, files: readonly string[]): Promise<Map<string, Registered[]>> {
  const { nodesOfType } = await import('@plumb/python');
  const classes = new Map<string, Registered[]>();
  for (const file of files) {
    const { rootNode } = await tree.parse(file);
    for (const node of nodesOfType(rootNode, 'class_definition')) {
      const name = node.childForFieldName('name')?.text ?? '';
      classes.set(name, [
        ...(classes.get(name) ?? []),
        readRegistered(nodesOfType(node, 'assignment', 'call')),
      ]);
    }
  }
  return classes;
}

function readRegistered(nodes: readonly Node[]): Registered {
  const all = new Set<string>();
  const certain = new Set<string>();
  for (const node of nodes) {
    if (node.type === 'call') {
      // self.register_buffer("action_mean", …)
      const [, name] = /^self\.(?:register_\w+|add_module)\(\s*["'](\w+)["']/.exec(node.text) ?? [];
      if (name) all.add(name);
      continue;
    }
    const [, name] = /^self\.(\w+)$/.exec(node.childForFieldName('left')?.text ?? '') ?? [];
    if (!name) continue;
    all.add(name);
    const value = node.childForFieldName('right')?.text ?? '';
    if (LAYER.test(value) && !WITHOUT_PARAMETERS.test(value) && isUnconditional(node)) certain.add(name);
  }
  return { all, certain };
}

/** Makes parameters of its own. Activations and dropout do not. */
const LAYER =
  /^(?:torch\.)?nn\.(?:Parameter|Linear|Embedding|MultiheadAttention|Conv\w+|\w*Norm\d?d?|Transformer\w*|LSTM|GRU)\(/;

const WITHOUT_PARAMETERS = /\b(?:elementwise_)?affine\s*=\s*False/;

/** At the top of `__init__`. */
function isUnconditional(node: Node): boolean {
  const method = node.parent?.parent?.parent;
  return method?.type === 'function_definition' && method.childForFieldName('name')?.text === '__init__';
}
