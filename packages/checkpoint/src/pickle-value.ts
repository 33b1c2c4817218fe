import type { DType } from '@plumb/contract';

/**
 * A pickled object, inert: data only. Nothing was imported or called to make it. A `number` that is whole is an `int`
 * of Python's; any other `number`, infinities and NaN included, is a `float`.
 */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | PickleFloat
  | string
  | Uint8Array
  | PickleList
  | PickleTuple
  | PickleSet
  | PickleDict
  | PickleGlobal
  | PickleObject
  | PickleTensor
  | PickleStorage
  | PickleArray;

/** A `float` that is whole: 1.0, which as a number could not be told from 1. */
export interface PickleFloat {
  readonly kind: 'float';
  readonly value: number;
}

export interface PickleList {
  readonly kind: 'list';
  readonly items: PickleValue[];
}

export interface PickleTuple {
  readonly kind: 'tuple';
  readonly items: readonly PickleValue[];
}

export interface PickleSet {
  readonly kind: 'set';
  readonly frozen: boolean;
  readonly items: PickleValue[];
}

/** Insertion order kept, as in Python 3.7 and later. A later entry with an equal key replaces the earlier. */
export interface PickleDict {
  readonly kind: 'dict';
  /** `dict`, `collections.OrderedDict`, … */
  readonly className: string;
  readonly entries: [key: PickleValue, value: PickleValue][];
  /** Attributes set by BUILD: `_metadata` of a state dict. */
  state?: PickleValue;
}

/** A class or function by name, never resolved. */
export interface PickleGlobal {
  readonly kind: 'global';
  readonly module: string;
  readonly name: string;
}

/** The result of a call or of an instance construction that was not made. */
export interface PickleObject {
  readonly kind: 'object';
  readonly module: string;
  readonly name: string;
  readonly args: readonly PickleValue[];
  /** Keyword arguments (NEWOBJ_EX). */
  readonly kwargs?: PickleValue;
  /** What BUILD would have set; for a dataclass a dict of its fields. */
  state: PickleValue | undefined;
  /** Items appended or set on it afterwards (subclasses of list and dict). */
  readonly items: PickleValue[];
  readonly entries: [key: PickleValue, value: PickleValue][];
}

/** A torch storage: bytes in a record of the archive. */
export interface PickleStorage {
  readonly kind: 'storage';
  readonly dtype: DType;
  /** Names the record, `<archive>/data/<key>`. Empty for a tensor on the meta device, which has no data. */
  readonly key: string;
  readonly device: string;
  /** In elements. */
  readonly length: number;
}

/** A torch tensor, as `torch._utils._rebuild_tensor_v2` would view its storage. */
export interface PickleTensor {
  readonly kind: 'tensor';
  readonly storage: PickleStorage;
  /** Mostly the storage's; of its own for a view into an untyped storage (`_rebuild_tensor_v3`). */
  readonly dtype: DType;
  /** In elements, from the start of the storage. */
  readonly storageOffset: number;
  readonly shape: readonly number[];
  readonly stride: readonly number[];
  readonly requiresGrad: boolean;
  /** Saved as `torch.nn.Parameter`. */
  readonly parameter: boolean;
}

/** A NumPy array (or scalar, with shape []), its bytes in `data`, row-major unless `fortran`. */
export interface PickleArray {
  readonly kind: 'array';
  /** NumPy's dtype string, e.g. `<f8`. */
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly fortran: boolean;
  readonly data: Uint8Array;
  /** The elements of an array of Python objects (dtype `|O`), whose `data` is empty. */
  readonly items?: readonly PickleValue[];
}
