import { arrayToPlain } from './array-to-plain.ts';
import { asNumber, isKind } from './calls/argument.ts';
import { openOmegaConf } from './open-omegaconf.ts';
import type { PickleObject, PickleValue } from './pickle-value.ts';

const LIMITS = {
  /** Nesting that is spelt out. */
  depth: 64,
  /** Values that are spelt out: a structure that shares its parts can grow exponentially. */
  values: 200_000,
  /** Bytes shown as text; longer ones are summarised. */
  bytes: 256,
};

/** Data as JSON can hold it. */
export type Plain = null | boolean | number | string | Plain[] | { [key: string]: Plain };

interface Walk {
  values: number;
  readonly above: Set<PickleValue>;
}

/**
 * What was pickled, as plain data for people and for other readers: an instance becomes its fields with its class
 * under `$class`, a config of OmegaConf's what it holds; a tensor or a large array a summary under `$tensor` or `$array`; tuples and sets become arrays, keys
 * strings. What lies deeper than 64 levels or beyond 200,000 values is replaced by a `$omitted` that says so.
 */
export function toPlain(value: PickleValue | undefined): Plain {
  return value === undefined ? null : spell(value, { values: 0, above: new Set() });
}

function spell(value: PickleValue, walk: Walk): Plain {
  if (++walk.values > LIMITS.values) return { $omitted: `beyond ${LIMITS.values} values` };
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  // JSON has neither NaN nor infinities nor long integers
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : pythonFloat(value);
  if (typeof value === 'bigint') return longInteger(value);
  if (value instanceof Uint8Array) return bytesToPlain(value);
  // JSON has one kind of number, and writes -0 as 0
  if (value.kind === 'float') return value.value + 0;
  if (value.kind === 'global')
    return value.module === 'torch' ? `torch.${value.name}` : { $global: fullName(value) };
  if (value.kind === 'array') return arrayToPlain(value, (item) => spell(item, walk));
  if (value.kind === 'storage')
    return { $storage: value.key, dtype: value.dtype, length: value.length, device: value.device };
  if (value.kind === 'tensor') return { $tensor: value.dtype, shape: [...value.shape] };
  if (walk.above.has(value)) return { $omitted: 'refers to itself' };
  if (walk.above.size >= LIMITS.depth) return { $omitted: `deeper than ${LIMITS.depth} levels` };
  walk.above.add(value);
  const plain = spellContainer(value, walk);
  walk.above.delete(value);
  return plain;
}

type Container = Extract<PickleValue, { kind: 'list' | 'tuple' | 'set' | 'dict' | 'object' }>;

function spellContainer(value: Container, walk: Walk): Plain {
  if (value.kind === 'object') {
    const inside = openOmegaConf(value);
    return inside === undefined ? spellObject(value, walk) : spell(inside, walk);
  }
  if (value.kind !== 'dict') return value.items.map((item) => spell(item, walk));
  return spellEntries(value.entries, walk);
}

function spellEntries(
  entries: readonly (readonly [PickleValue, PickleValue])[],
  walk: Walk,
): Record<string, Plain> {
  return Object.fromEntries(entries.map(([key, item]) => [keyText(key, walk), spell(item, walk)]));
}

/** JSON's keys are strings; a tuple is written as JSON too. */
function keyText(key: PickleValue, walk: Walk): string {
  if (typeof key === 'string') return key;
  if (key === null || typeof key === 'boolean') return key === null ? 'None' : key ? 'True' : 'False';
  if (typeof key === 'number' || typeof key === 'bigint') return String(spell(key, walk));
  return JSON.stringify(spell(key, walk));
}

/** Classes whose arguments say more in one word. */
const SPECIAL: Readonly<Record<string, (args: readonly PickleValue[]) => Plain | undefined>> = {
  'datetime.datetime': ([bytes]) => spellDate(bytes, 10),
  'datetime.date': ([bytes]) => spellDate(bytes, 4),
  'builtins.complex': (args) => {
    const [real, imaginary] = args.map(asNumber);
    return real !== undefined && imaginary !== undefined
      ? `(${real}${imaginary < 0 ? '' : '+'}${imaginary}j)`
      : undefined;
  },
};

/** Year, month, day; hour, minute, second and microseconds for a moment: ISO 8601. */
function spellDate(bytes: PickleValue | undefined, length: number): Plain | undefined {
  if (!(bytes instanceof Uint8Array) || bytes.length !== length) return undefined;
  const two = (at: number) => String(bytes[at]! & 0x7f).padStart(2, '0');
  const date = `${String(bytes[0]! * 256 + bytes[1]!).padStart(4, '0')}-${two(2)}-${two(3)}`;
  if (length === 4) return date;
  const micros = (bytes[7]! << 16) | (bytes[8]! << 8) | bytes[9]!;
  const fraction = micros === 0 ? '' : `.${String(micros).padStart(6, '0')}`;
  return `${date}T${two(4)}:${two(5)}:${two(6)}${fraction}`;
}

export function fullName({ module, name }: { module: string; name: string }): string {
  return `${module}.${name}`;
}

function pythonFloat(value: number): string {
  return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
}

/** Decimal while that is quick to compute; a longer integer by its size. */
function longInteger(value: bigint): Plain {
  if (value === BigInt.asIntN(53, value)) return Number(value);
  const bits = (value < 0n ? -value : value).toString(16).length * 4;
  return bits > 16_384 ? { $omitted: `an integer of about ${bits} bits` } : value.toString();
}

function bytesToPlain(bytes: Uint8Array): Plain {
  if (bytes.length > LIMITS.bytes) return { $bytes: bytes.length };
  return { $bytes: bytes.length, hex: Buffer.from(bytes).toString('hex') };
}

function spellObject(object: PickleObject, walk: Walk): Plain {
  const name = fullName(object);
  const [first] = object.args;
  if (name === 'torch.Size') return first === undefined ? [] : spell(first, walk);
  const special = spellSpecial(object);
  if (special !== undefined) return special;
  const plain: [string, Plain][] = [['$class', name]];
  if (object.args.length > 0) plain.push(['$args', object.args.map((item) => spell(item, walk))]);
  if (object.kwargs !== undefined) plain.push(['$kwargs', spell(object.kwargs, walk)]);
  plain.push(...spellState(object.state, walk));
  if (object.items.length > 0) plain.push(['$items', object.items.map((item) => spell(item, walk))]);
  if (object.entries.length > 0) plain.push(['$entries', spellEntries(object.entries, walk)]);
  // not by assignment: a field may be called __proto__
  return Object.fromEntries(plain);
}

/** An instance that says more in one word: a path, a device, a date; undefined for any other. */
export function spellSpecial(object: PickleObject): Plain | undefined {
  const name = fullName(object);
  const special = SPECIAL[name];
  if (special) return special(object.args);
  const parts = object.args.filter((part) => typeof part === 'string' || typeof part === 'number');
  // a path may be made of paths, which nest without end
  if (parts.length < object.args.length) return undefined;
  if (name === 'torch.device') return parts.join(':');
  return PATH.test(name) ? spellPath(object.name, parts) : undefined;
}

function spellState(state: PickleValue | undefined, walk: Walk): [string, Plain][] {
  if (state === undefined) return [];
  if (isKind(state, 'dict')) return Object.entries(spellEntries(state.entries, walk));
  // (fields, slots): a class with __slots__
  const [fields, slots] = isKind(state, 'tuple') && state.items.length === 2 ? state.items : [];
  if (isKind(slots, 'dict') && (fields === null || isKind(fields, 'dict')))
    return Object.entries(spellEntries([...(fields?.entries ?? []), ...slots.entries], walk));
  return [['$state', spell(state, walk)]];
}

const PATH = /^pathlib\.(?:_local\.)?(?:Pure)?(?:Posix|Windows)?Path$/;

function spellPath(className: string, parts: readonly (string | number)[]): string {
  const separator = className.includes('Windows') ? '\\' : '/';
  // no parts are the present folder
  return parts.join(separator).replace(/^\/\//, '/') || '.';
}
