import { isKind } from './calls/argument.ts';
import type { PickleDict, PickleObject, PickleTensor, PickleValue } from './pickle-value.ts';

const LIMITS = {
  /** Nesting of containers that are searched. Trainers hide a state dict two or three deep. */
  depth: 16,
  /** Values looked at. Far more than a trainer saves beside its weights; bounds shared and cyclic structures. */
  visits: 2_000_000,
};

export interface FoundStateDict {
  /** Keys from the top to the state dict. */
  readonly path: readonly string[];
  readonly tensors: readonly (readonly [name: string, tensor: PickleTensor])[];
  /** The container itself, to be left out of the rest. */
  readonly value: PickleDict | PickleObject;
  /** A whole `nn.Module` was pickled rather than its state dict. */
  readonly module: boolean;
}

/** Every state dict below `root`, the one to read first. */
export function findStateDicts(root: PickleValue): readonly FoundStateDict[] {
  const found: FoundStateDict[] = [];
  const seen = new Set<PickleValue>();
  let visits = 0;
  const budget: Budget = { visits: 0 };
  const visit = (value: PickleValue, path: readonly string[]): void => {
    if (!isContainer(value) || path.length > LIMITS.depth || ++visits > LIMITS.visits || seen.has(value))
      return;
    seen.add(value);
    if (value.kind === 'dict') {
      const tensors: [string, PickleTensor][] = [];
      for (const entry of value.entries) {
        const [key, child] = entry;
        if (typeof key !== 'string') continue;
        if (isKind(child, 'tensor')) tensors.push(entry as [string, PickleTensor]);
        else if (isContainer(child)) visit(child, [...path, key]);
      }
      if (tensors.length > 0) found.push({ path, tensors, value, module: false });
    } else if (value.kind === 'object') {
      const tensors = moduleTensors(value, budget);
      if (tensors.length > 0) found.push({ path, tensors, value, module: true });
      else if (value.state !== undefined) visit(value.state, path);
    } else {
      value.items.forEach((child, i) => {
        if (isContainer(child)) visit(child, [...path, String(i)]);
      });
    }
  };
  visit(root, []);
  return found.sort((a, b) => rank(b) - rank(a) || a.path.length - b.path.length);
}

type Container = Extract<PickleValue, { kind: 'dict' | 'list' | 'tuple' | 'object' }>;

function isContainer(value: PickleValue): value is Container {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  return value.kind === 'dict' || value.kind === 'list' || value.kind === 'tuple' || value.kind === 'object';
}

/** Most tensors first; an optimizer's moments and a moving average never before the weights themselves. */
function rank({ path, tensors }: FoundStateDict): number {
  if (path.some((key) => /^(?:optim|opt_|sched)/i.test(key))) return tensors.length - 2 ** 40;
  return tensors.length - (path.some((key) => /ema|average/i.test(key)) ? 0.5 : 0);
}

/** Modules looked at so far, those of all objects together. */
interface Budget {
  visits: number;
}

/** Parameters and buffers of a pickled `nn.Module`, named as its `state_dict()` would name them. */
function moduleTensors(module: PickleObject, budget: Budget): (readonly [string, PickleTensor])[] {
  return module.module.startsWith('__torch__.')
    ? scriptTensors(module, budget)
    : pythonTensors(module, budget);
}

/** A module of TorchScript keeps parameters, buffers and other modules side by side. */
function scriptTensors(module: PickleObject, budget: Budget): (readonly [string, PickleTensor])[] {
  const tensors: [string, PickleTensor][] = [];
  const walk = (value: PickleValue, prefix: string, above: readonly PickleValue[]): void => {
    if (!isKind(value, 'object') || !isKind(value.state, 'dict')) return;
    if (above.length > 4 * LIMITS.depth || above.includes(value) || tensors.length > LIMITS.visits) return;
    // a module that is shared on every level is met exponentially often
    if (++budget.visits > LIMITS.visits) return;
    for (const [name, part] of value.state.entries) {
      if (typeof name !== 'string') continue;
      if (isKind(part, 'tensor')) tensors.push([prefix + name, part]);
      else walk(part, `${prefix}${name}.`, [...above, value]);
    }
  };
  walk(module, '', []);
  return tensors;
}

function pythonTensors(module: PickleObject, budget: Budget): (readonly [string, PickleTensor])[] {
  const tensors: [string, PickleTensor][] = [];
  const walk = (value: PickleValue, prefix: string, depth: number, above: readonly PickleValue[]): void => {
    if (!isKind(value, 'object') || !isKind(value.state, 'dict')) return;
    if (depth > 4 * LIMITS.depth || above.includes(value) || tensors.length > LIMITS.visits) return;
    // a module that is shared on every level is met exponentially often
    if (++budget.visits > LIMITS.visits) return;
    const field = (name: string) => value.state && dictGet(value.state, name);
    const nonPersistent = field('_non_persistent_buffers_set');
    const hidden = isKind(nonPersistent, 'set') ? nonPersistent.items : [];
    for (const group of ['_parameters', '_buffers']) {
      const dict = field(group);
      if (!isKind(dict, 'dict')) continue;
      for (const [name, tensor] of dict.entries)
        if (typeof name === 'string' && isKind(tensor, 'tensor') && !hidden.includes(name))
          tensors.push([prefix + name, tensor]);
    }
    const children = field('_modules');
    if (!isKind(children, 'dict')) return;
    for (const [name, child] of children.entries)
      if (typeof name === 'string') walk(child, `${prefix}${name}.`, depth + 1, [...above, value]);
  };
  walk(module, '', 0, []);
  return tensors;
}

/** The entry of a dict, or of an object's state, under a string key; undefined where there is none. */
export function dictGet(value: PickleValue | undefined, key: string): PickleValue | undefined {
  if (isKind(value, 'object')) return dictGet(value.state, key);
  return isKind(value, 'dict') ? value.entries.find(([candidate]) => candidate === key)?.[1] : undefined;
}

/** Prefixes that wrappers put before every name: DataParallel and DDP, torch.compile, Lightning, FSDP. */
const WRAPPERS = ['module.', '_orig_mod.', '_fsdp_wrapped_module.', '_forward_module.'];

/** The wrapper prefixes that every name carries, outermost first. */
export function commonPrefixes(names: readonly string[]): string[] {
  const prefixes: string[] = [];
  for (let done = 0; names.length > 0; ) {
    const next = WRAPPERS.find((wrapper) => names.every((name) => name.startsWith(wrapper, done)));
    if (next === undefined) break;
    prefixes.push(next);
    done += next.length;
  }
  return prefixes;
}
