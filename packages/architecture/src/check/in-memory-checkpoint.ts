import type { Checkpoint, PickleValue } from '@plumb/checkpoint';

/** For specs: what `readCheckpoint` would give, for tensors and data that need no file. */
export function inMemory(
  tensors: readonly { name: string; shape: readonly number[] }[],
  data?: PickleValue,
): Checkpoint {
  return {
    path: 'memory.pt',
    format: 'torch-zip',
    container: 'model_state_dict',
    tensors: tensors.map((tensor) => ({
      ...tensor,
      dtype: 'float32',
      file: '/none/memory.pt',
      offset: 0,
      stride: [],
    })),
    prefixes: [],
    data,
    globals: [],
    verdict: 'safe',
    notes: [],
    fileBytes: 0,
  };
}

/** For specs: JSON as a pickle of dicts and lists. */
export function toPickle(value: unknown): PickleValue {
  if (typeof value !== 'object' || value === null) return value as PickleValue;
  if (Array.isArray(value)) return { kind: 'list', items: value.map(toPickle) };
  const entries = Object.entries(value).map(([key, item]): [PickleValue, PickleValue] => [
    key,
    toPickle(item),
  ]);
  return { kind: 'dict', className: 'dict', entries };
}
