import { buildState } from '../calls/build-state.ts';
import { call, callNew } from '../calls/call.ts';
import { ObjectBuilder } from '../pickle-builders.ts';
import type { PickleMachine } from '../pickle-machine.ts';
import type { PickleValue } from '../pickle-value.ts';
import { decodeUtf8, latin1 } from '../read-python-text.ts';
import type { OpcodeTable } from './opcode-table.ts';

function nameLine(machine: PickleMachine): string {
  const line = machine.line();
  if (line.length === 0) machine.fail('an empty name of a module or class');
  return decodeUtf8(line, false) ?? machine.fail('a name that is not UTF-8');
}

function readGlobal(machine: PickleMachine): PickleValue {
  const module = nameLine(machine);
  return machine.global(module, nameLine(machine));
}

/** Both parts from the stack: they may have been put together from anything (memo, slices, calls). */
function stackGlobal(machine: PickleMachine): PickleValue {
  const name = machine.pop();
  const module = machine.pop();
  if (typeof module === 'string' && typeof name === 'string') return machine.global(module, name);
  const computed = [module, name].some((part) => part instanceof ObjectBuilder);
  if (!computed) machine.fail('STACK_GLOBAL without two strings');
  const spell = (part: PickleValue) => (typeof part === 'string' ? part : '<computed>');
  machine.suspect(
    spell(module),
    spell(name),
    'the name is computed while loading, which hides it from readers',
  );
  machine.countObject();
  return { kind: 'global', module: spell(module), name: spell(name) };
}

/** Codes that the loading program may have registered with `copyreg`; nobody else knows what they stand for. */
function extension(machine: PickleMachine, code: number): void {
  if (code <= 0) machine.fail(`extension code ${code}`);
  machine.push(machine.global('copyreg', `_inverted_registry[${code}]`));
}

function argumentsOf(machine: PickleMachine, value: PickleValue): readonly PickleValue[] {
  if (typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'tuple')
    return value.items;
  // a call that was not made may have returned a tuple; what it would pass cannot be known
  if (value instanceof ObjectBuilder) return [value];
  return machine.fail('a call whose arguments are not a tuple');
}

function reduce(machine: PickleMachine): void {
  const args = machine.pop();
  const callee = machine.pop();
  machine.push(call(machine, callee, argumentsOf(machine, args)));
}

function newObject(machine: PickleMachine): void {
  const args = machine.pop();
  const callee = machine.pop();
  machine.push(callNew(machine, callee, argumentsOf(machine, args)));
}

function newObjectEx(machine: PickleMachine): void {
  const kwargs = machine.pop();
  const args = machine.pop();
  const callee = machine.pop();
  machine.push(callNew(machine, callee, argumentsOf(machine, args), kwargs));
}

function obj(machine: PickleMachine): void {
  const [callee, ...args] = machine.popMark();
  if (callee === undefined) machine.fail('OBJ without a class');
  machine.push(call(machine, callee, args));
}

function inst(machine: PickleMachine): void {
  const callee = readGlobal(machine);
  machine.push(call(machine, callee, machine.popMark()));
}

function persistent(machine: PickleMachine, id: PickleValue): void {
  machine.countObject();
  // a reader without storages (a bare pickle) keeps the reference as it is
  machine.push(machine.persistentLoad?.(id, machine) ?? new ObjectBuilder('pickle', 'persistent_load', [id]));
}

function outOfBand(machine: PickleMachine): void {
  machine.countObject();
  machine.push(new ObjectBuilder('pickle', 'PickleBuffer', [machine.buffers++]));
  machine.notes.add('The pickle refers to buffers that were saved elsewhere (NEXT_BUFFER).');
}

export const CALLS: OpcodeTable = {
  GLOBAL: (m) => m.push(readGlobal(m)),
  STACK_GLOBAL: (m) => m.push(stackGlobal(m)),
  EXT1: (m) => extension(m, m.uint8()),
  EXT2: (m) => extension(m, m.uint16()),
  EXT4: (m) => extension(m, m.int32()),
  REDUCE: reduce,
  NEWOBJ: newObject,
  NEWOBJ_EX: newObjectEx,
  OBJ: obj,
  INST: inst,
  BUILD: (m) => {
    const state = m.pop();
    buildState(m, m.top(), state);
  },
  PERSID: (m) => persistent(m, latin1(m.line())),
  BINPERSID: (m) => persistent(m, m.pop()),
  NEXT_BUFFER: outOfBand,
  READONLY_BUFFER: (m) => {
    m.top();
  },
};
