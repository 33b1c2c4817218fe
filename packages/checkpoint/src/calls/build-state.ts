import { ArrayBuilder, DictBuilder, ObjectBuilder } from '../pickle-builders.ts';
import type { PickleMachine } from '../pickle-machine.ts';
import type { PickleValue } from '../pickle-value.ts';
import { isGlobal, isKind } from './argument.ts';
import { fillArray } from './rebuild-numpy.ts';

/** BUILD: what `__setstate__` or `__dict__.update` would be given. */
export function buildState(machine: PickleMachine, target: PickleValue, state: PickleValue): void {
  checkHooks(machine, target, state);
  if (target instanceof ArrayBuilder) fillArray(machine, target, state);
  else if (target instanceof ObjectBuilder || target instanceof DictBuilder) {
    if (target.state instanceof DictBuilder && isKind(state, 'dict')) {
      machine.countCopiedItems(state.entries.length);
      for (const [key, value] of state.entries) machine.setEntry(target.state, key, value);
    } else target.state = state;
  } else if (isGlobal(target))
    // `setattr` on a class or function changes the program that loads the file
    machine.suspect(
      target.module,
      target.name,
      'the pickle changes attributes of the class or function itself',
    );
  else if (isKind(target, 'tensor')) machine.notes.add('Attributes saved on a tensor are left out.');
  // nothing to set: CPython asks no further
  else if (state !== null) machine.fail('a state is set on a value that has none');
}

/** An instance's own `__setstate__` is found before its class's: the next BUILD would call whatever it is. */
function checkHooks(machine: PickleMachine, target: PickleValue, state: PickleValue): void {
  const parts = isKind(state, 'tuple') ? state.items : [state];
  for (const part of parts) {
    if (!isKind(part, 'dict') || !part.entries.some(([key]) => key === '__setstate__')) continue;
    const owner =
      isKind(target, 'object') || isGlobal(target) ? target : { module: 'builtins', name: 'object' };
    machine.suspect(
      owner.module,
      `${owner.name}.__setstate__`,
      'the pickle replaces the method that restores it',
    );
  }
}
