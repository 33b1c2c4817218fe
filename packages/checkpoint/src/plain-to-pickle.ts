import { DictBuilder } from './pickle-builders.ts';
import type { PickleValue } from './pickle-value.ts';

/** JSON data (safetensors' metadata, an index's) in the shape of everything else that was saved. */
export function plainToPickle(value: unknown): PickleValue {
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string')
    return value;
  if (Array.isArray(value)) return { kind: 'list', items: value.map(plainToPickle) };
  const dict = new DictBuilder('dict');
  for (const [key, item] of Object.entries(value as object)) dict.set(key, plainToPickle(item));
  return dict;
}
