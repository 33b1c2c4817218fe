import type { Literal, Node } from '@plumb/python';

/**
 * How much a value depends on what the network is shown. Shapes, devices and dtypes of inputs are `constant`: they are
 * the same for every picture. `weak`: learned constants plus a small multiple of something that does depend.
 */
export type Dependence = 'constant' | 'weak' | 'full';

/** An output of a module that does not depend on its inputs, or hardly does. */
export interface Origin {
  readonly className: string;
  readonly output: string;
  readonly file: string;
  readonly at: Node | undefined;
}

export interface Atom {
  readonly kind: 'atom';
  readonly dependence: Dependence;
  /** Made with parameters or buffers of a module. */
  readonly learned: boolean;
  /** `weak`: the multiple. `full`: the literal that it was multiplied by just now. */
  readonly factor?: number;
  /** Where a learned constant was read, or where the weak part was added. */
  readonly at?: Node;
  readonly literal?: Literal;
  readonly origins: readonly Origin[];
}

export interface Tuple {
  readonly kind: 'tuple';
  readonly items: readonly Value[];
}

/** A dict, or an output class given by keywords. */
export interface Entries {
  readonly kind: 'entries';
  readonly entries: ReadonlyMap<string, Value>;
}

/** A module or function kept in an attribute or name: calling it yields what it is given. */
export interface Callable {
  readonly kind: 'callable';
  /** `self.head` -> `head`; undefined for a part of a list. */
  readonly attribute?: string;
  /** What a nested function or lambda may read besides its arguments. */
  readonly captured?: Atom;
}

export type Value = Atom | Tuple | Entries | Callable;

export const CONSTANT: Atom = { kind: 'atom', dependence: 'constant', learned: false, origins: [] };
export const INPUT: Atom = { kind: 'atom', dependence: 'full', learned: false, origins: [] };

export function literalAtom(literal: Literal): Atom {
  return { ...CONSTANT, literal };
}

export function learnedAtom(at: Node): Atom {
  return { ...CONSTANT, learned: true, at };
}

const ORDER: Record<Dependence, number> = { constant: 0, weak: 1, full: 2 };

/** One value made of several: as dependent as the most dependent of them. */
export function combine(...values: readonly Value[]): Atom {
  let [dependence, learned, factor]: [Dependence, boolean, number | undefined] = [
    'constant',
    false,
    undefined,
  ];
  let at: Node | undefined;
  const origins: Origin[] = [];
  for (const value of values) {
    const atom = collapse(value);
    if (ORDER[atom.dependence] > ORDER[dependence]) dependence = atom.dependence;
    if (atom.dependence === 'weak') factor = Math.max(factor ?? 0, atom.factor ?? 0);
    // the weak part is what a reader wants to see
    if (atom.at && (!at || atom.dependence === 'weak')) at = atom.at;
    learned ||= atom.learned;
    for (const origin of atom.origins) if (!origins.some((each) => same(each, origin))) origins.push(origin);
  }
  if (dependence === 'full') return learned ? { ...INPUT, learned } : INPUT;
  return {
    kind: 'atom',
    dependence,
    learned,
    origins,
    ...(at ? { at } : {}),
    ...(dependence === 'weak' && factor !== undefined ? { factor } : {}),
  };
}

export function collapse(value: Value): Atom {
  switch (value.kind) {
    case 'atom':
      return value;
    case 'tuple':
      return combine(...value.items);
    case 'entries':
      return combine(...value.entries.values());
    case 'callable':
      return value.captured ?? { ...CONSTANT, learned: value.attribute !== undefined };
  }
}

function same(a: Origin, b: Origin): boolean {
  return a.className === b.className && a.output === b.output && a.file === b.file;
}

/** A value that is one of two, by a condition: element-wise where both have the same form. */
export function join(a: Value, b: Value): Value {
  if (a === b) return a;
  if (a.kind === 'tuple' && b.kind === 'tuple' && a.items.length === b.items.length) {
    return { kind: 'tuple', items: a.items.map((item, i) => join(item, b.items[i]!)) };
  }
  if (a.kind === 'entries' && b.kind === 'entries') {
    const entries = new Map(a.entries);
    for (const [key, value] of b.entries)
      entries.set(key, entries.has(key) ? join(entries.get(key)!, value) : value);
    return { kind: 'entries', entries };
  }
  if (a.kind === 'callable' && b.kind === 'callable' && a.attribute === b.attribute) return a;
  // `x = None` before the branches says nothing about what x will depend on
  if (isNone(a)) return b;
  if (isNone(b)) return a;
  return combine(a, b);
}

export function isNone(value: Value): boolean {
  return value.kind === 'atom' && value.literal === null;
}
