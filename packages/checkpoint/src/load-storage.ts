import { asText, isKind } from './calls/argument.ts';
import { ObjectBuilder } from './pickle-builders.ts';
import type { PersistentLoad } from './pickle-machine.ts';
import { storageDtype } from './torch-dtypes.ts';

/** `('storage', torch.FloatStorage, key, location, length)`, as `torch.save` names the records of an archive. */
export const loadStorage: PersistentLoad = (id, machine) => {
  if (!isKind(id, 'tuple') || asText(id.items[0]) !== 'storage')
    return machine.fail('a persistent id that is not a storage');
  const [, type, key, location, length] = id.items;
  const dtype = storageDtype(type);
  if (dtype === undefined) {
    const name = isKind(type, 'global') ? `${type.module}.${type.name}` : 'no class';
    machine.notes.add(`Tensors of the storage type ${name} are left out.`);
    return new ObjectBuilder('pickle', 'persistent_load', [id]);
  }
  if (typeof length !== 'number' || !Number.isSafeInteger(length) || length < 0)
    return machine.fail('a storage without a length');
  const name = typeof key === 'number' ? String(key) : asText(key);
  if (name === undefined) return machine.fail('a storage without a key');
  return { kind: 'storage', dtype, key: name, device: asText(location) ?? '', length };
};
