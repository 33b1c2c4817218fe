import type { PickleValue } from './pickle-value.ts';

const LIMITS = {
  /** Characters of one key that is a tuple or bytes. A tuple whose parts share each other grows exponentially. */
  keyLength: 4096,
  /** Nesting of tuples in one key. No trainer nests more than two. */
  keyDepth: 50,
};

/** Thrown for a key that Python could not hash, or that no honest pickle uses. */
export class UnusableKey extends Error {}

/** Equal keys, as Python's `==` and `hash` see them (1 == 1.0 == True), found in constant time. */
export class KeyIndex {
  readonly #plain = new Map<unknown, number>();
  #composite: Map<string, number> | undefined;

  get(key: PickleValue): number | undefined {
    const plain = plainKey(key);
    return plain === undefined ? this.#composite?.get(compositeKey(key)) : this.#plain.get(plain);
  }

  set(key: PickleValue, position: number): void {
    const plain = plainKey(key);
    if (plain === undefined) {
      this.#composite ??= new Map();
      this.#composite.set(compositeKey(key), position);
    } else this.#plain.set(plain, position);
  }
}

/** Globals are interned and objects compare by identity, so both are their own key. */
function plainKey(key: PickleValue): unknown {
  if (typeof key === 'string') return key;
  if (typeof key === 'number') return Number.isNaN(key) ? {} : key;
  if (typeof key === 'boolean') return key ? 1 : 0;
  if (typeof key === 'bigint' || key === null) return key;
  if (key instanceof Uint8Array) return undefined;
  if (key.kind === 'float') return key.value;
  return key.kind === 'object' || key.kind === 'global' ? key : undefined;
}

const identities = new WeakMap<object, number>();
let nextIdentity = 0;

/** A string that is equal for bytes and tuples that are equal in Python. */
function compositeKey(key: PickleValue): string {
  return spell(key, '', 0);
}

function spell(key: PickleValue, before: string, depth: number): string {
  let text = before;
  if (typeof key === 'string') text += `s${key.length}:${key}`;
  else if (typeof key === 'number' || typeof key === 'bigint') text += `n${key};`;
  else if (typeof key === 'boolean') text += key ? 'n1;' : 'n0;';
  else if (key === null) text += 'N';
  else if (!(key instanceof Uint8Array) && key.kind === 'float') text += `n${key.value};`;
  else if (key instanceof Uint8Array)
    text += `b${key.length}:${Buffer.from(key.subarray(0, LIMITS.keyLength)).toString('latin1')}`;
  else if (key.kind === 'tuple' || (key.kind === 'set' && key.frozen)) {
    text += `${key.kind}${key.items.length}(`;
    for (const item of key.items) text = spell(item, text, depth + 1);
  } else if (key.kind === 'list' || key.kind === 'dict' || key.kind === 'set')
    throw new UnusableKey(`a ${key.kind} is used as a dictionary key, which Python cannot hash`);
  else text += `o${identityOf(key)};`;
  if (depth > LIMITS.keyDepth || text.length > LIMITS.keyLength)
    throw new UnusableKey(`a dictionary key is longer than ${LIMITS.keyLength} characters when spelt out`);
  return text;
}

function identityOf(value: object): number {
  let identity = identities.get(value);
  if (identity === undefined) {
    identity = nextIdentity++;
    identities.set(value, identity);
  }
  return identity;
}
