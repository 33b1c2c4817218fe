import { DictBuilder, ObjectBuilder } from '../pickle-builders.ts';
import type { PickleMachine } from '../pickle-machine.ts';
import type { PickleValue } from '../pickle-value.ts';
import { asText, isGlobal, isKind, isTuple } from './argument.ts';
import type { Rebuild } from './call.ts';

/** The items of what Python would iterate over; undefined for what only Python could iterate. */
function iterate(value: PickleValue | undefined): readonly PickleValue[] | undefined {
  if (value === undefined) return [];
  if (isKind(value, 'list') || isTuple(value) || isKind(value, 'set')) return value.items;
  if (isKind(value, 'dict')) return value.entries.map(([key]) => key);
  return undefined;
}

function listOf(args: readonly PickleValue[], machine: PickleMachine, kind: 'list' | 'tuple') {
  const items = args.length > 1 ? undefined : iterate(args[0]);
  if (items === undefined) return undefined;
  machine.countCopiedItems(items.length);
  return { kind, items: [...items] };
}

function setOf(args: readonly PickleValue[], machine: PickleMachine, frozen: boolean) {
  const items = args.length > 1 ? undefined : iterate(args[0]);
  if (items === undefined) return undefined;
  machine.countCopiedItems(items.length);
  const set = machine.newSet(frozen);
  for (const item of items) machine.addItem(set, item);
  return set;
}

/** Pairs, or another dict, as `dict(x)` takes them. */
function fill(dict: DictBuilder, source: PickleValue | undefined, machine: PickleMachine) {
  const items = isKind(source, 'dict') ? source.entries : iterate(source);
  if (items === undefined) return undefined;
  machine.countCopiedItems(items.length);
  for (const item of items) {
    const pair = Array.isArray(item) ? item : iterate(item as PickleValue);
    if (pair?.length !== 2) return undefined;
    machine.setEntry(dict, pair[0]!, pair[1]!);
  }
  return dict;
}

const dictOf =
  (className: string): Rebuild =>
  (args, machine) =>
    args.length > 1 ? undefined : fill(machine.newDict(className), args[0], machine);

/** `defaultdict(factory, source)`: the factory is only a name here. */
const defaultDict: Rebuild = (args, machine) => {
  const dict = new DictBuilder('collections.defaultdict');
  return args.length > 2 ? undefined : fill(dict, args[1], machine);
};

/** `_codecs.encode(text, 'latin1')` is how protocol 2 writes bytes. */
const encode: Rebuild = ([text, encoding], machine) => {
  if (typeof text !== 'string') return undefined;
  const name = (asText(encoding) ?? 'utf-8').toLowerCase().replaceAll('_', '-');
  machine.countCopiedBytes(text.length);
  if (name === 'latin1' || name === 'latin-1' || name === 'iso-8859-1') {
    if (/[^\u0000-\u00ff]/.test(text)) machine.fail('a byte beyond 255 in Latin-1');
    return machine.keepBytes(Buffer.from(text, 'latin1'));
  }
  if (name === 'ascii' && /[^\u0000-\u007f]/.test(text)) machine.fail('a character beyond 127 in ASCII');
  return /^(?:utf-?8|ascii)$/.test(name) ? machine.keepBytes(Buffer.from(text, 'utf8')) : undefined;
};

/** `bytearray(b'…')`, `bytearray('…', 'latin-1')`, `bytes()`. */
const bytesOf: Rebuild = (args, machine) => {
  const [source] = args;
  if (source === undefined) return new Uint8Array(0);
  if (source instanceof Uint8Array && args.length === 1) return source;
  return typeof source === 'string' && args.length === 2 ? encode(args, machine) : undefined;
};

/** `copyreg._reconstructor(cls, object, None)`: an instance under protocols 0 and 1. */
const reconstructor: Rebuild = (args, machine) => {
  const [type, base, state] = args;
  if (!isGlobal(type) || !isGlobal(base)) return undefined;
  const plain = base.module === 'builtins' && base.name === 'object';
  machine.countObject();
  return new ObjectBuilder(type.module, type.name, plain || state === undefined ? [] : [state]);
};

export const BUILTIN_CALLS: readonly (readonly [string, Rebuild])[] = [
  ['builtins.list', (args, machine) => listOf(args, machine, 'list')],
  ['builtins.tuple', (args, machine) => listOf(args, machine, 'tuple')],
  ['builtins.set', (args, machine) => setOf(args, machine, false)],
  ['builtins.frozenset', (args, machine) => setOf(args, machine, true)],
  ['builtins.dict', dictOf('dict')],
  ['collections.OrderedDict', dictOf('collections.OrderedDict')],
  ['collections.Counter', dictOf('collections.Counter')],
  ['collections.defaultdict', defaultDict],
  ['builtins.bytes', bytesOf],
  ['builtins.bytearray', bytesOf],
  ['_codecs.encode', encode],
  ['copyreg._reconstructor', reconstructor],
];
