import { nestElements, readElements } from '../array-to-plain.ts';
import { asNumber, isKind } from '../calls/argument.ts';
import { openOmegaConf } from '../open-omegaconf.ts';
import { DictBuilder } from '../pickle-builders.ts';
import type { PickleArray, PickleDict, PickleObject, PickleValue } from '../pickle-value.ts';
import { fullName, spellSpecial } from '../to-plain.ts';

const LIMITS = {
  /** Nesting that is followed. */
  depth: 64,
  /** Values that are carried over: a structure that shares its parts can grow exponentially. */
  values: 500_000,
  /** Elements of a NumPy array that is written as lists: statistics, not a dataset. */
  elements: 100_000,
  /** Bytes of a long integer, as LONG1 can say them. */
  integerBytes: 255,
};

export interface PlainReport {
  /** Undefined where nothing could be carried over. */
  readonly value: PickleValue | undefined;
  /** What became another type, by `class, as what`. */
  readonly changed: ReadonlyMap<string, readonly string[]>;
  /** What had to be left out, by the reason. */
  readonly leftOut: ReadonlyMap<string, readonly string[]>;
}

/**
 * What was saved, in values that open without anybody's code: numbers, text, bytes, lists, tuples, sets, dicts and
 * torch's dtypes. An instance becomes a dict of its fields, an array of NumPy's a list. Tensors are left out: those of
 * the state dict go another way, and those of an optimizer are not asked for.
 */
export function toPlainValues(value: PickleValue): PlainReport {
  const walk = new Walk();
  return {
    value: walk.reduce(value, []),
    changed: walk.changed,
    leftOut: walk.leftOut,
  };
}

class Walk {
  readonly changed = new Map<string, string[]>();
  readonly leftOut = new Map<string, string[]>();
  private readonly above = new Set<PickleValue>();
  private values = 0;

  reduce(value: PickleValue, path: readonly string[]): PickleValue | undefined {
    if (++this.values > LIMITS.values) return this.leave(path, `beyond ${LIMITS.values} values`);
    if (value === null || typeof value === 'boolean' || typeof value === 'number') return value;
    if (typeof value === 'string')
      return isUnicode(value) ? value : this.leave(path, 'text that is not Unicode');
    if (typeof value === 'bigint')
      return value.toString(16).length < 2 * LIMITS.integerBytes - 1
        ? value
        : this.leave(path, 'an integer too long');
    if (value instanceof Uint8Array || value.kind === 'float') return value;
    if (value.kind === 'tensor') return this.leave(path, 'tensors beside the state dict');
    if (value.kind === 'storage') return this.leave(path, 'storages of torch');
    if (value.kind === 'global')
      return isDtype(value) ? value : this.leave(path, `a reference to ${fullName(value)}`);
    if (value.kind === 'array') return this.reduceArray(value, path);
    if (this.above.has(value)) return this.leave(path, 'it refers to itself');
    if (this.above.size >= LIMITS.depth) return this.leave(path, `deeper than ${LIMITS.depth} levels`);
    this.above.add(value);
    const plain = this.reduceContainer(value, path);
    this.above.delete(value);
    return plain;
  }

  private reduceContainer(
    value: Extract<PickleValue, { kind: 'list' | 'tuple' | 'set' | 'dict' | 'object' }>,
    path: readonly string[],
  ): PickleValue | undefined {
    if (value.kind === 'object') return this.reduceObject(value, path);
    if (value.kind === 'dict') return this.reduceDict(value, path);
    const items = this.reduceItems(value.items, path);
    if (items === undefined) return undefined;
    if (value.kind !== 'set') return { kind: value.kind, items };
    if (!value.frozen) return { kind: 'set', frozen: false, items };
    this.change(path, 'frozenset', 'a tuple');
    return { kind: 'tuple', items };
  }

  /** All or none: without one of them, the others would stand at the wrong places. */
  private reduceItems(items: readonly PickleValue[], path: readonly string[]): PickleValue[] | undefined {
    const plain: PickleValue[] = [];
    for (const [i, item] of items.entries()) {
      const reduced = this.reduce(item, [...path, String(i)]);
      if (reduced === undefined) return this.leave(path, 'it would lack an item');
      plain.push(reduced);
    }
    return plain;
  }

  private reduceDict({ className, entries }: PickleDict, path: readonly string[]): PickleDict {
    const ordered = className === 'collections.OrderedDict';
    if (className !== 'dict' && !ordered) this.change(path, className, 'a dict');
    return this.dictOf(ordered ? className : 'dict', entries, path);
  }

  private dictOf(className: string, entries: PickleDict['entries'], path: readonly string[]): PickleDict {
    const dict = new DictBuilder(className);
    for (const [key, item] of entries) {
      const inside = [...path, keyName(key)];
      if (!isKey(key)) {
        this.leave(inside, 'keys that are no plain values');
        continue;
      }
      const reduced = this.reduce(item, inside);
      if (reduced !== undefined) dict.set(key, reduced);
    }
    return dict;
  }

  private reduceArray(array: PickleArray, path: readonly string[]): PickleValue | undefined {
    const count = array.shape.reduce((product, size) => product * size, 1);
    if (count > LIMITS.elements) return this.leave(path, `arrays of more than ${LIMITS.elements} elements`);
    const floating = array.dtype[1] === 'f';
    const flat = readElements(array)?.map((item) =>
      floating && Number.isInteger(item) ? ({ kind: 'float', value: item as number } as const) : item,
    );
    const items = flat && this.reduceItems(flat, path);
    if (items === undefined) return flat ? undefined : this.leave(path, `arrays of ${array.dtype}`);
    if (array.shape.length === 0) this.change(path, 'a scalar of NumPy', 'a number');
    else this.change(path, 'numpy.ndarray', 'lists');
    return nestElements<PickleValue>(array, items, (nested) => ({ kind: 'list', items: nested }));
  }

  private reduceObject(object: PickleObject, path: readonly string[]): PickleValue | undefined {
    const name = fullName(object);
    const inside = openOmegaConf(object);
    if (inside !== undefined) {
      if (typeof inside === 'object') this.change(path, name, 'what it holds');
      return this.reduce(inside, path);
    }
    const { args, state, items, entries } = object;
    if (name === 'torch.Size') {
      const [sizes] = args;
      return isKind(sizes, 'tuple') ? this.reduce(sizes, path) : { kind: 'tuple', items: [] };
    }
    const special = spellSpecial(object);
    if (typeof special === 'string') {
      this.change(path, name, 'text');
      return special;
    }
    const fields = fieldsOf(state);
    const parts = [fields, args.length > 0, items.length > 0, entries.length > 0];
    if (/^torch\b/.test(object.module) || object.kwargs || parts.filter(Boolean).length !== 1)
      return this.leave(path, `instances of ${name}`);
    if (fields) {
      this.change(path, name, 'a dict of its fields');
      return this.dictOf('dict', fields, path);
    }
    if (entries.length > 0) {
      this.change(path, name, 'a dict');
      return this.dictOf('dict', entries, path);
    }
    if (items.length > 0) {
      const list = this.reduceItems(items, path);
      if (list) this.change(path, name, 'a list');
      return list && { kind: 'list', items: list };
    }
    const given = this.reduceItems(args, path);
    if (given) this.change(path, name, 'what it was made from');
    return given?.length === 1 ? given[0] : given && { kind: 'tuple', items: given };
  }

  private leave(path: readonly string[], reason: string): undefined {
    push(this.leftOut, reason, path);
  }

  private change(path: readonly string[], from: string, to: string): void {
    push(this.changed, `${from}, as ${to}`, path);
  }
}

function push(map: Map<string, string[]>, key: string, path: readonly string[]): void {
  const paths = map.get(key);
  if (paths) paths.push(path.join('.'));
  else map.set(key, [path.join('.')]);
}

/** Half of a surrogate pair has no UTF-8. */
const isUnicode = (text: string) => !/\p{Surrogate}/u.test(text);

const isDtype = ({ module, name }: { module: string; name: string }) =>
  module === 'torch' && /^(?:bool|b?float[0-9a-z_]*|u?int[0-9]+|complex[0-9]+)$/.test(name);

/** What a dict of plain values may have as a key. */
function isKey(key: PickleValue): boolean {
  if (key === null || typeof key !== 'object') return typeof key !== 'string' || isUnicode(key);
  if (key instanceof Uint8Array || key.kind === 'float') return true;
  return key.kind === 'tuple' && key.items.every(isKey);
}

const keyName = (key: PickleValue) => String(asNumber(key) ?? (typeof key === 'object' ? '…' : key));

/** Fields of an instance, its `__dict__` and its slots. */
function fieldsOf(state: PickleValue | undefined): PickleDict['entries'] | undefined {
  if (isKind(state, 'dict')) return state.entries;
  const [fields, slots] = isKind(state, 'tuple') && state.items.length === 2 ? state.items : [];
  if (!isKind(slots, 'dict') || !(fields === null || isKind(fields, 'dict'))) return undefined;
  return [...(fields?.entries ?? []), ...slots.entries];
}
