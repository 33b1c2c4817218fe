import { isKind } from './calls/argument.ts';
import type { FoundStateDict } from './find-state-dict.ts';
import { DictBuilder, ObjectBuilder } from './pickle-builders.ts';
import type { PickleDict, PickleValue } from './pickle-value.ts';

/**
 * The saved value with the state dict left out: the containers on the way are copied, all else is shared with it.
 * What lies in the state dict beside its tensors (`_extra_state`, counters) stays under its key. Undefined where
 * nothing is left.
 */
export function leaveOut(value: PickleValue, found: FoundStateDict): PickleValue | undefined {
  if (value === found.value) return found.module ? undefined : withoutTensors(found.value as PickleDict);
  const [key, ...rest] = found.path;
  if (isKind(value, 'object')) {
    const copy = new ObjectBuilder(value.module, value.name, value.args, value.kwargs);
    copy.state = value.state === undefined ? undefined : leaveOut(value.state, found);
    return copy;
  }
  const deeper = { ...found, path: rest };
  if (isKind(value, 'list') || isKind(value, 'tuple')) {
    const items = value.items.map((item, i) => (String(i) === key ? (leaveOut(item, deeper) ?? null) : item));
    return { kind: value.kind, items };
  }
  if (!isKind(value, 'dict')) return value;
  const copy = new DictBuilder(value.className);
  for (const [name, item] of value.entries) {
    const kept = name === key ? leaveOut(item, deeper) : item;
    if (kept !== undefined) copy.set(name, kept);
  }
  return copy;
}

function withoutTensors(dict: PickleDict): PickleDict | undefined {
  const copy = new DictBuilder(dict.className);
  for (const [name, item] of dict.entries)
    if (typeof name !== 'string' || !isKind(item, 'tensor')) copy.set(name, item);
  return copy.entries.length === 0 ? undefined : copy;
}
