import type { TensorShape } from '@plumb/contract';

/** For specs: the tensors of a folded tree: one space a level, `0..3:` for four equal modules. */
export function unfoldTree(lines: readonly string[], prefix = '', depth = 0): TensorShape[] {
  const tensors: TensorShape[] = [];
  for (let at = 0; at < lines.length; ) {
    const line = lines[at]!.slice(depth);
    const [, name, sizes] = /^(\S+) \[(.*)\]$/.exec(line) ?? [];
    at++;
    if (name !== undefined) {
      tensors.push({ name: prefix + name, shape: sizes ? sizes.split(', ').map(Number) : [] });
      continue;
    }
    let end = at;
    while (end < lines.length && lines[end]!.startsWith(' '.repeat(depth + 1))) end++;
    const [from, to] = line.slice(0, -1).split('..');
    const children =
      to === undefined
        ? [from]
        : Array.from({ length: Number(to) - Number(from) + 1 }, (_, i) => Number(from) + i);
    for (const child of children)
      tensors.push(...unfoldTree(lines.slice(at, end), `${prefix}${child}.`, depth + 1));
    at = end;
  }
  return tensors;
}
