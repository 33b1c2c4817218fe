import { isKind } from './calls/argument.ts';
import { DictBuilder } from './pickle-builders.ts';
import type { PickleObject, PickleValue } from './pickle-value.ts';

const LIMITS = {
  /** Nesting of configs and of what they hold; beyond it they stay as they were saved. */
  depth: 128,
};

/** Many objects may share one content: each is opened once, else a small file costs their product. */
const opened = new WeakMap<object, PickleValue>();

/**
 * What a config of OmegaConf's holds, as `OmegaConf.to_container(cfg, resolve=False)` gives it: as saved, each of its
 * values is an object that refers to the whole. `${…}` stays as it is. Undefined for any other object.
 */
export function openOmegaConf(object: PickleObject): PickleValue | undefined {
  return contentOf(object) === undefined ? undefined : open(object, 0);
}

function open(value: PickleValue, depth: number): PickleValue {
  if (depth > LIMITS.depth || typeof value !== 'object' || value === null) return value;
  const known = opened.get(value);
  if (known !== undefined) return known;
  // a config that holds itself stays as it is where it does
  opened.set(value, value);
  const inside = isKind(value, 'object') ? contentOf(value) : undefined;
  const result = inside === undefined ? openContainer(value, depth) : open(inside, depth + 1);
  opened.set(value, result);
  return result;
}

function openContainer(value: PickleValue, depth: number): PickleValue {
  if (isKind(value, 'list')) return { kind: 'list', items: value.items.map((item) => open(item, depth + 1)) };
  if (!isKind(value, 'dict')) return value;
  const dict = new DictBuilder(value.className);
  for (const [key, item] of value.entries) dict.set(key, open(item, depth + 1));
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
