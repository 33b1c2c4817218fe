import { KeyIndex } from './pickle-keys.ts';
import type { PickleArray, PickleDict, PickleObject, PickleSet, PickleValue } from './pickle-value.ts';

/** Entries up to which a dict with string keys is searched one by one. */
const UNINDEXED = 8;

export class DictBuilder implements PickleDict {
  readonly kind = 'dict';
  readonly className: string;
  readonly entries: [PickleValue, PickleValue][] = [];
  declare state?: PickleValue;
  #index: KeyIndex | undefined;

  constructor(className: string) {
    this.className = className;
  }

  /** Keeps the place and the first key of an entry that is set again, as Python does. */
  set(key: PickleValue, value: PickleValue): void {
    const position = this.#find(key);
    if (position !== undefined) {
      this.entries[position]![1] = value;
      return;
    }
    this.#index?.set(key, this.entries.length);
    this.entries.push([key, value]);
  }

  get(key: PickleValue): PickleValue | undefined {
    const position = this.#find(key);
    return position === undefined ? undefined : this.entries[position]![1];
  }

  /** A state dict's `_metadata` is thousands of dicts with one string key each: those get no index. */
  #find(key: PickleValue): number | undefined {
    if (this.#index === undefined && typeof key === 'string' && this.entries.length < UNINDEXED) {
      // a string equals no key of another type
      const position = this.entries.findIndex(([other]) => other === key);
      return position < 0 ? undefined : position;
    }
    if (this.#index === undefined) {
      this.#index = new KeyIndex();
      for (const [position, [other]] of this.entries.entries()) this.#index.set(other, position);
    }
    return this.#index.get(key);
  }
}

export class SetBuilder implements PickleSet {
  readonly kind = 'set';
  readonly frozen: boolean;
  readonly items: PickleValue[] = [];
  #index: KeyIndex | undefined;

  constructor(frozen: boolean) {
    this.frozen = frozen;
  }

  add(item: PickleValue): void {
    this.#index ??= new KeyIndex();
    if (this.#index.get(item) !== undefined) return;
    this.#index.set(item, this.items.length);
    this.items.push(item);
  }
}

export class ObjectBuilder implements PickleObject {
  readonly kind = 'object';
  readonly module: string;
  readonly name: string;
  readonly args: readonly PickleValue[];
  declare readonly kwargs?: PickleValue;
  state: PickleValue | undefined = undefined;
  readonly items: PickleValue[] = [];
  readonly entries: [PickleValue, PickleValue][] = [];

  constructor(module: string, name: string, args: readonly PickleValue[], kwargs?: PickleValue) {
    this.module = module;
    this.name = name;
    this.args = args;
    if (kwargs !== undefined) this.kwargs = kwargs;
  }
}

/** Empty until BUILD fills it: `_reconstruct` makes it, the state follows. */
export class ArrayBuilder implements PickleArray {
  readonly kind = 'array';
  dtype = '|u1';
  shape: readonly number[] = [0];
  fortran = false;
  data: Uint8Array = new Uint8Array(0);
  declare items?: readonly PickleValue[];
}
