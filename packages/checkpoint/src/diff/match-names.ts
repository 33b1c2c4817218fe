import type { TensorEntry } from '../checkpoint.ts';
import { canonicalName, FUSIONS, withoutWrappers } from './canonical-name.ts';

const LIMITS = {
  /** Candidates for one name when tensors have moved; more say nothing about which it was. */
  candidates: 64,
};

/** `name`: equal. `prefix`: a wrapper's. `release`: a known rename. `fused`: split or joined. `moved`: by shape and ending. */
export type MatchKind = 'name' | 'prefix' | 'release' | 'fused' | 'moved';

/** Tensors that are each other's counterpart; several on a side where a projection was split, in order. */
export interface Match {
  readonly kind: MatchKind;
  readonly a: readonly TensorEntry[];
  readonly b: readonly TensorEntry[];
}

export interface Matching {
  readonly matches: readonly Match[];
  readonly onlyA: readonly TensorEntry[];
  readonly onlyB: readonly TensorEntry[];
}

/** By name, then after renaming, the surest way first. Each tensor has one counterpart at most. */
export function matchNames(a: readonly TensorEntry[], b: readonly TensorEntry[]): Matching {
  const rest = { a: new Set(a), b: new Set(b) };
  const matches: Match[] = [];
  const accept = (match: Match) => {
    for (const tensor of match.a) rest.a.delete(tensor);
    for (const tensor of match.b) rest.b.delete(tensor);
    matches.push(match);
  };
  matchByKey(rest, 'name', (name) => name, accept);
  matchByKey(rest, 'prefix', withoutWrappers, accept);
  matchByKey(rest, 'release', canonicalName, accept);
  matchFused(rest, accept);
  matchMoved(rest, accept);
  const order = new Map(a.map((tensor, i) => [tensor, i]));
  matches.sort((x, y) => order.get(x.a[0]!)! - order.get(y.a[0]!)!);
  return { matches, onlyA: [...rest.a], onlyB: [...rest.b] };
}

interface Rest {
  readonly a: Set<TensorEntry>;
  readonly b: Set<TensorEntry>;
}

type Accept = (match: Match) => void;

/** A key that two tensors of one side have matches nothing: which of them was meant cannot be said. */
function matchByKey({ a, b }: Rest, kind: MatchKind, keyOf: (name: string) => string, accept: Accept): void {
  const left = uniqueBy(a, keyOf);
  for (const [key, theirs] of uniqueBy(b, keyOf)) {
    const ours = left.get(key);
    if (ours) accept({ kind, a: [ours], b: [theirs] });
  }
}

function uniqueBy(tensors: Iterable<TensorEntry>, keyOf: (name: string) => string): Map<string, TensorEntry> {
  const found = new Map<string, TensorEntry | undefined>();
  for (const tensor of tensors) {
    const key = keyOf(tensor.name);
    found.set(key, found.has(key) ? undefined : tensor);
  }
  return new Map([...found].filter((entry): entry is [string, TensorEntry] => entry[1] !== undefined));
}

function matchFused(rest: Rest, accept: Accept): void {
  for (const [whole, parts] of findFusions(rest.a, rest.b)) accept({ kind: 'fused', a: [whole], b: parts });
  for (const [whole, parts] of findFusions(rest.b, rest.a)) accept({ kind: 'fused', a: parts, b: [whole] });
}

function findFusions(
  fused: ReadonlySet<TensorEntry>,
  split: ReadonlySet<TensorEntry>,
): [TensorEntry, TensorEntry[]][] {
  const byName = uniqueBy(split, canonicalName);
  const taken = new Set<TensorEntry>();
  const found: [TensorEntry, TensorEntry[]][] = [];
  for (const whole of fused) {
    const parts = partsOf(whole, byName);
    if (!parts || parts.some((part) => taken.has(part))) continue;
    for (const part of parts) taken.add(part);
    found.push([whole, parts]);
  }
  return found;
}

function partsOf(whole: TensorEntry, byName: ReadonlyMap<string, TensorEntry>): TensorEntry[] | undefined {
  const name = canonicalName(whole.name);
  for (const { whole: pattern, parts } of FUSIONS) {
    const match = pattern.exec(name);
    if (!match) continue;
    for (const names of parts) {
      const found = names.map((part) => byName.get(name.replace(pattern, `$1${part}.$3`)));
      const known = found.filter((part) => part !== undefined);
      if (known.length === names.length && stacks(whole, known)) return known;
    }
  }
  return undefined;
}

/** The first dimensions add up, the others are equal. */
function stacks(whole: TensorEntry, parts: readonly TensorEntry[]): boolean {
  const rows = parts.reduce((sum, { shape }) => sum + (shape[0] ?? 0), 0);
  const rest = (shape: readonly number[]) => shape.slice(1).join();
  return rows === whole.shape[0] && parts.every(({ shape }) => rest(shape) === rest(whole.shape));
}

/** A module that moved takes all its tensors along: beginnings that most tensors speak for come first. */
function matchMoved(rest: Rest, accept: Accept): void {
  const moves = new Map<string, [TensorEntry, TensorEntry][]>();
  const byEnding = indexEndings(rest.b);
  for (const ours of rest.a) {
    for (const theirs of counterparts(ours, byEnding)) {
      const shared = sharedSegments(ours.name, theirs.name);
      const move = `${beginning(ours.name, shared)}\n${beginning(theirs.name, shared)}`;
      const pairs = moves.get(move);
      if (pairs) pairs.push([ours, theirs]);
      else moves.set(move, [[ours, theirs]]);
    }
  }
  const byName = new Map([...rest.b].map((tensor) => [tensor.name, tensor]));
  const moved = new Map<string, string>();
  for (const [move, pairs] of [...moves].sort(([, x], [, y]) => y.length - x.length))
    for (const [ours, theirs] of pairs)
      if (rest.a.has(ours) && rest.b.has(theirs)) {
        accept({ kind: 'moved', a: [ours], b: [theirs] });
        const [from, to] = move.split('\n');
        if (!moved.has(from!)) moved.set(from!, to!);
      }
  // what lies directly below such a module has one segment to share, which alone would say too little
  for (const ours of rest.a) {
    const to = moved.get(beginning(ours.name, 1));
    const last = ours.name.split('.').at(-1)!;
    const theirs = to === undefined ? undefined : byName.get(to === '' ? last : `${to}.${last}`);
    if (theirs && rest.b.has(theirs) && `${theirs.shape}` === `${ours.shape}`)
      accept({ kind: 'moved', a: [ours], b: [theirs] });
  }
}

const endingOf = ({ name, shape }: TensorEntry, segments: number) =>
  `${name.split('.').slice(-segments).join('.')} ${shape}`;

/** Two segments, a module's own name and its parameter's, are the least that says something. */
function indexEndings(tensors: Iterable<TensorEntry>): Map<string, TensorEntry[]> {
  const index = new Map<string, TensorEntry[]>();
  for (const tensor of tensors) {
    const key = endingOf(tensor, 2);
    const found = index.get(key);
    if (found) found.push(tensor);
    else index.set(key, [tensor]);
  }
  return index;
}

/** Those that share the longest ending, and the shape. */
function counterparts(ours: TensorEntry, byEnding: ReadonlyMap<string, TensorEntry[]>): TensorEntry[] {
  const candidates = ours.name.includes('.') ? (byEnding.get(endingOf(ours, 2)) ?? []) : [];
  let best = 0;
  let found: TensorEntry[] = [];
  for (const theirs of candidates) {
    const shared = sharedSegments(ours.name, theirs.name);
    if (shared > best) {
      best = shared;
      found = [theirs];
    } else if (shared === best) found.push(theirs);
  }
  return found.length > LIMITS.candidates ? [] : found;
}

function sharedSegments(a: string, b: string): number {
  const x = a.split('.').reverse();
  const y = b.split('.').reverse();
  let shared = 0;
  while (shared < x.length && x[shared] === y[shared]) shared++;
  return shared;
}

const beginning = (name: string, shared: number) => name.split('.').slice(0, -shared).join('.');
