import { ObjectBuilder } from '../pickle-builders.ts';
import type { PickleMachine } from '../pickle-machine.ts';
import type { PickleValue } from '../pickle-value.ts';
import { isKind } from './argument.ts';
import { isTypeLookup, lookUpType } from './look-up-type.ts';
import { BUILTIN_CALLS } from './rebuild-builtins.ts';
import { NUMPY_CALLS } from './rebuild-numpy.ts';
import { TORCH_CALLS } from './rebuild-torch.ts';

/** What a call would return, made without it; undefined keeps the call as an inert object. */
export type Rebuild = (args: readonly PickleValue[], machine: PickleMachine) => PickleValue | undefined;

const REBUILDS = new Map<string, Rebuild>([...BUILTIN_CALLS, ...NUMPY_CALLS, ...TORCH_CALLS]);

/** Their `__new__` takes any arguments and makes them empty; only `__init__` would fill them. */
const EMPTY_WHEN_NEW = new Set(
  'builtins.list builtins.set builtins.dict builtins.bytearray collections.OrderedDict collections.Counter collections.defaultdict'.split(
    ' ',
  ),
);

/** NEWOBJ and NEWOBJ_EX: `cls.__new__(cls, *args)`. */
export function callNew(
  machine: PickleMachine,
  callee: PickleValue,
  args: readonly PickleValue[],
  kwargs?: PickleValue,
): PickleValue {
  const empty = isKind(callee, 'global') && EMPTY_WHEN_NEW.has(`${callee.module}.${callee.name}`);
  return empty ? call(machine, callee, []) : call(machine, callee, args, kwargs);
}

/** REDUCE, OBJ and INST: nothing is called. Known constructors yield their value, all else an object. */
export function call(
  machine: PickleMachine,
  callee: PickleValue,
  args: readonly PickleValue[],
  kwargs?: PickleValue,
): PickleValue {
  machine.countObject();
  if (callee instanceof ObjectBuilder) {
    // the result of a call is called: bound methods, partials, getattr
    machine.suspect(callee.module, `${callee.name}(…)`, 'what a call returned is called in turn');
    return new ObjectBuilder(callee.module, `${callee.name}(…)`, args, kwargs);
  }
  if (!isKind(callee, 'global'))
    return machine.fail('a call of something that is neither a class nor a function');
  if (isTypeLookup(callee.module, callee.name)) {
    const [name] = args;
    const type = args.length === 1 && typeof name === 'string' && kwargs === undefined && lookUpType(name);
    if (type) return machine.callLookup(callee, ...type);
  }
  if (kwargs === undefined || (isKind(kwargs, 'dict') && kwargs.entries.length === 0)) {
    const value = REBUILDS.get(`${callee.module}.${callee.name}`)?.(args, machine);
    if (value !== undefined) return value;
  }
  return new ObjectBuilder(callee.module, callee.name, args, kwargs);
}
