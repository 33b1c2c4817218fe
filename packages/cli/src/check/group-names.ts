/** Names that differ only in their numbers, as one: `layers.0…23.self_attn.q_proj.bias`. */
export interface NameGroup<Item> {
  readonly label: string;
  readonly items: readonly Item[];
}

/** Groups in order of first appearance. `alike` splits further, by shapes for example. */
export function groupNames<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
  alike: (item: Item) => string = () => '',
): readonly NameGroup<Item>[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = `${nameOf(item).replace(/(?<=^|\.)\d+(?=\.|$)/g, '#')}\n${alike(item)}`;
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()].map((group) => ({ label: labelOf(group.map(nameOf)), items: group }));
}

function labelOf(names: readonly string[]): string {
  const split = names.map((name) => name.split('.'));
  return split[0]!
    .map((segment, i) => {
      const values = [...new Set(split.map((segments) => segments[i]!))];
      return values.length === 1 ? segment : describeRanges(values.map(Number));
    })
    .join('.');
}

/** `0…23`, `0…3,8`. */
function describeRanges(numbers: readonly number[]): string {
  const sorted = [...numbers].sort((a, b) => a - b);
  const ranges: [number, number][] = [];
  for (const number of sorted) {
    const last = ranges.at(-1);
    if (last && number === last[1] + 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}…${to}`)).join(',');
}
