import type { PickleGlobal, PickleTuple, PickleValue } from '../pickle-value.ts';

/** The kinds of value that a call's argument may be asked to have. */
export function isGlobal(value: PickleValue | undefined): value is PickleGlobal {
  return isKind(value, 'global');
}

export function isTuple(value: PickleValue | undefined): value is PickleTuple {
  return isKind(value, 'tuple');
}

export function isKind<K extends string>(
  value: PickleValue | undefined,
  kind: K,
): value is Extract<PickleValue, { readonly kind: K }> {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind;
}

/** An integer of up to 53 bits, or a float. */
export function asNumber(value: PickleValue | undefined): number | undefined {
  if (isKind(value, 'float')) return value.value;
  return typeof value === 'number' ? value : undefined;
}

/** Python 2's strings and bytes both name things; ASCII either way. */
export function asText(value: PickleValue | undefined): string | undefined {
  if (typeof value === 'string') return value;
  return value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : undefined;
}

/** A tuple or list of integers (a shape, strides), `torch.Size` included; undefined for anything else. */
export function asIntegers(value: PickleValue | undefined): readonly number[] | undefined {
  if (isKind(value, 'object') && value.module === 'torch' && value.name === 'Size')
    return asIntegers(value.args[0] ?? { kind: 'tuple', items: [] });
  if (!isTuple(value) && !isKind(value, 'list')) return undefined;
  for (const item of value.items) if (!Number.isSafeInteger(item)) return undefined;
  return value.items as number[];
}
