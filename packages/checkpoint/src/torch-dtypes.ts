import { DTYPE_BYTES, type DType } from '@plumb/contract';
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
  return value.module === 'torch' && Object.hasOwn(DTYPE_BYTES, value.name)
    ? (value.name as DType)
    : undefined;
}
