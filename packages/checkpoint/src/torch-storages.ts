import { BLOCK_DTYPE_BYTES, DTYPE_BYTES, type DType } from '@plumb/contract/tensor';
import { asText, isKind } from './calls/argument.ts';
import { protocolZero } from './malformed-pickle.ts';
import { ObjectBuilder } from './pickle-builders.ts';
import type { PersistentLoad } from './pickle-machine.ts';
import type { PickleValue } from './pickle-value.ts';

const STORAGES: Readonly<Record<string, DType>> = {
  DoubleStorage: 'float64',
  FloatStorage: 'float32',
  HalfStorage: 'float16',
  BFloat16Storage: 'bfloat16',
  LongStorage: 'int64',
  IntStorage: 'int32',
  ShortStorage: 'int16',
  CharStorage: 'int8',
  ByteStorage: 'uint8',
  BoolStorage: 'bool',
  ComplexFloatStorage: 'complex64',
  ComplexDoubleStorage: 'complex128',
  QInt8Storage: 'qint8',
  QUInt8Storage: 'quint8',
  QInt32Storage: 'qint32',
  // counted in bytes; the tensor brings its own dtype
  UntypedStorage: 'uint8',
};

/** The dtype of `torch.FloatStorage` and its kin (`torch.cuda.FloatStorage`, `torch.storage.UntypedStorage`). */
export function storageDtype(value: PickleValue | undefined): DType | undefined {
  if (typeof value !== 'object' || value === null || !('kind' in value) || value.kind !== 'global')
    return undefined;
  if (!/^torch(?:\.cuda|\.storage)?$/.test(value.module)) return undefined;
  return Object.hasOwn(STORAGES, value.name) ? STORAGES[value.name] : undefined;
}

/** The dtype that the global `torch.float32` names. */
export function dtypeOf(value: PickleValue | undefined): DType | undefined {
  if (typeof value !== 'object' || value === null || !('kind' in value) || value.kind !== 'global')
    return undefined;
  if (Object.hasOwn(BLOCK_DTYPE_BYTES, value.name)) return undefined;
  return value.module === 'torch' && Object.hasOwn(DTYPE_BYTES, value.name)
    ? (value.name as DType)
    : undefined;
}

/** `('storage', torch.FloatStorage, key, location, length)`, as `torch.save` names the records of an archive. */
export const loadStorage: PersistentLoad = (id, machine) => {
  if (typeof id === 'string' && id.startsWith("('storage',"))
    throw protocolZero(machine.place, machine.opcodeAt);
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
