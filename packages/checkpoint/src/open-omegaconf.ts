import { isKind } from './calls/argument.ts';
import { DictBuilder } from './pickle-builders.ts';
import type { PickleObject, PickleValue } from './pickle-value.ts';

const LIMITS = {
  /** Nesting of configs in configs; beyond it they stay as they were saved. */
  depth: 64,
};

/**
 * What a config of OmegaConf's holds, as `OmegaConf.to_container(cfg, resolve=False)` gives it: as saved, each of its
 * values is an object that refers to the whole. `${…}` stays as it is. Undefined for any other object.
 */
export function openOmegaConf(object: PickleObject): PickleValue | undefined {
  return contentOf(object) === undefined ? undefined : open(object, new Map(), 0);
}

function open(value: PickleValue, seen: Map<PickleValue, PickleValue>, depth: number): PickleValue {
  if (depth > LIMITS.depth || typeof value !== 'object' || value === null) return value;
  const known = seen.get(value);
  if (known !== undefined) return known;
  // a config that holds itself stays as it is where it does
  seen.set(value, value);
  const inside = isKind(value, 'object') ? contentOf(value) : value;
  const opened = inside === undefined ? value : openContainer(inside, seen, depth);
  seen.set(value, opened);
  return opened;
}

function openContainer(value: PickleValue, seen: Map<PickleValue, PickleValue>, depth: number): PickleValue {
  if (isKind(value, 'list'))
    return { kind: 'list', items: value.items.map((item) => open(item, seen, depth + 1)) };
  if (!isKind(value, 'dict')) return value;
  const dict = new DictBuilder(value.className);
  for (const [key, item] of value.entries) dict.set(key, open(item, seen, depth + 1));
  return dict;
}

function contentOf({ module, name, state }: PickleObject): PickleValue | undefined {
  if (!module.startsWith('omegaconf.') || !isKind(state, 'dict')) return undefined;
  const field = /^(?:Dict|List)Config$|^UnionNode$/.test(name)
    ? '_content'
    : /Node$/.test(name)
      ? '_val'
      : '';
  return state.entries.find(([key]) => key === field)?.[1];
}
