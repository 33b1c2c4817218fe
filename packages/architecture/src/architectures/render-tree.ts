import type { ModuleSpec } from '../module-spec.ts';

/** A module as oracle/architecture/module_tree.py writes the real one; neighbours of equal content once. */
export function renderTree(module: ModuleSpec): string {
  return `${[module.className, ...lines(module, 1)].join('\n')}\n`;
}

function lines(module: ModuleSpec, depth: number): string[] {
  const indent = '  '.repeat(depth);
  const shape = (sizes: readonly number[]) => `[${sizes.join(', ')}]`;
  const out = [
    ...module.parameters.map((tensor) => `${indent}${tensor.name} ${shape(tensor.shape)}`),
    ...module.buffers.map((tensor) => `${indent}${tensor.name} ${shape(tensor.shape)} buffer`),
  ];
  const children = module.children.map(([name, child]) => ({ name, content: lines(child, depth + 1) }));
  for (let i = 0; i < children.length; ) {
    const { name, content } = children[i]!;
    let last = i;
    while (/^\d+$/.test(name) && children[last + 1]?.content.join('\n') === content.join('\n')) last++;
    out.push(`${indent}${last === i ? name : `${name}..${children[last]!.name}`}:`, ...content);
    i = last + 1;
  }
  return out;
}
