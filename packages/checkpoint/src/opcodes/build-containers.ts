import { DictBuilder, ObjectBuilder, SetBuilder } from '../pickle-builders.ts';
import type { PickleMachine } from '../pickle-machine.ts';
import type { PickleValue } from '../pickle-value.ts';
import type { OpcodeTable } from './opcode-table.ts';

const EMPTY_TUPLE: PickleValue = { kind: 'tuple', items: [] };

function pushTuple(machine: PickleMachine, items: PickleValue[]): void {
  machine.countObject();
  machine.push({ kind: 'tuple', items });
}

function pushList(machine: PickleMachine, items: PickleValue[]): void {
  machine.countObject();
  machine.push({ kind: 'list', items });
}

function lastTuple(machine: PickleMachine, count: number): void {
  const items: PickleValue[] = new Array(count);
  for (let i = count - 1; i >= 0; i--) items[i] = machine.pop();
  pushTuple(machine, items);
}

/** `list.extend`, or `append` of whatever class it is. */
function append(machine: PickleMachine, items: PickleValue[]): void {
  const target = machine.top();
  if (items.length === 0) return;
  if (!isKind(target, 'list') && !(target instanceof ObjectBuilder))
    machine.fail('items are appended to something that is not a list');
  for (const item of items) target.items.push(item);
}

/** `target[key] = value`. */
function setItems(machine: PickleMachine, items: PickleValue[]): void {
  const target = machine.top();
  if (items.length % 2 !== 0) machine.fail('a key without a value');
  for (let i = 0; i < items.length; i += 2) setItem(machine, target, items[i]!, items[i + 1]!);
}

function setItem(machine: PickleMachine, target: PickleValue, key: PickleValue, value: PickleValue): void {
  if (target instanceof DictBuilder) machine.setEntry(target, key, value);
  else if (target instanceof ObjectBuilder) target.entries.push([key, value]);
  else if (isKind(target, 'list') && typeof key === 'number' && target.items.at(key) !== undefined)
    target.items[key < 0 ? key + target.items.length : key] = value;
  else machine.fail('a key is set on something that is not a dict');
}

function addItems(machine: PickleMachine, items: PickleValue[]): void {
  const target = machine.top();
  if (target instanceof SetBuilder && !target.frozen) for (const item of items) machine.addItem(target, item);
  else if (target instanceof ObjectBuilder) for (const item of items) target.items.push(item);
  else if (items.length > 0) machine.fail('items are added to something that is not a set');
}

function isKind<K extends string>(
  value: PickleValue,
  kind: K,
): value is Extract<PickleValue, { readonly kind: K }> {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind;
}

function pushDict(machine: PickleMachine, items: PickleValue[]): void {
  machine.push(machine.newDict('dict'));
  setItems(machine, items);
}

function pushFrozenSet(machine: PickleMachine, items: PickleValue[]): void {
  const set = machine.newSet(true);
  for (const item of items) machine.addItem(set, item);
  machine.push(set);
}

export const CONTAINERS: OpcodeTable = {
  EMPTY_TUPLE: (m) => m.push(EMPTY_TUPLE),
  TUPLE: (m) => pushTuple(m, m.popMark()),
  TUPLE1: (m) => lastTuple(m, 1),
  TUPLE2: (m) => lastTuple(m, 2),
  TUPLE3: (m) => lastTuple(m, 3),
  EMPTY_LIST: (m) => pushList(m, []),
  LIST: (m) => pushList(m, m.popMark()),
  APPEND: (m) => append(m, [m.pop()]),
  APPENDS: (m) => append(m, m.popMark()),
  EMPTY_DICT: (m) => m.push(m.newDict('dict')),
  DICT: (m) => pushDict(m, m.popMark()),
  SETITEM: (m) => {
    const value = m.pop();
    const key = m.pop();
    setItem(m, m.top(), key, value);
  },
  SETITEMS: (m) => setItems(m, m.popMark()),
  EMPTY_SET: (m) => m.push(m.newSet(false)),
  ADDITEMS: (m) => addItems(m, m.popMark()),
  FROZENSET: (m) => pushFrozenSet(m, m.popMark()),
};
