import { isKind } from './calls/argument.ts';
import type { PickleValue } from './pickle-value.ts';

/** Sparse tensors have no strides: they stay what was saved, and the list of tensors says that it lacks them. */
export function describeSparse(stateDict: PickleValue): string[] {
  if (!isKind(stateDict, 'dict')) return [];
  const count = stateDict.entries.filter(([, value]) => isSparse(value)).length;
  if (count === 0) return [];
  return [count === 1 ? '1 sparse tensor is not listed.' : `${count} sparse tensors are not listed.`];
}

function isSparse(value: PickleValue | undefined): boolean {
  if (!isKind(value, 'object') || value.module !== 'torch._utils') return false;
  // Parameter(sparse tensor)
  if (value.name === '_rebuild_parameter') return isSparse(value.args[0]);
  return value.name === '_rebuild_sparse_tensor';
}
