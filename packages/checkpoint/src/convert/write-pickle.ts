import { DTYPE_BYTES, type DType } from '@plumb/contract';
import type { OutputTensor } from './output-plan.ts';

/** A value of the pickle: what a state dict and the containers around it are made of. */
export type PickleItem = null | boolean | number | string | OutputTensor | PickleTuple | PickleMap;

export interface PickleTuple {
  readonly tuple: readonly PickleItem[];
}

export interface PickleMap {
  readonly ordered: boolean;
  readonly entries: readonly (readonly [string, PickleItem])[];
}

/** The typed storages that torch pickles by name; any other dtype is a view of bytes. */
const STORAGES: Partial<Record<DType, string>> = {
  float64: 'DoubleStorage',
  float32: 'FloatStorage',
  float16: 'HalfStorage',
  bfloat16: 'BFloat16Storage',
  int64: 'LongStorage',
  int32: 'IntStorage',
  int16: 'ShortStorage',
  int8: 'CharStorage',
  uint8: 'ByteStorage',
  bool: 'BoolStorage',
  complex64: 'ComplexFloatStorage',
  complex128: 'ComplexDoubleStorage',
};

/** Records of the archive by storage: `data/<key>`. */
export type StorageKeys = ReadonlyMap<OutputTensor['storage'], string>;

/** A pickle of protocol 2 with the calls that `torch.save` makes, so that `torch.load(weights_only=True)` takes it. */
export function writePickle(value: PickleItem, keys: StorageKeys): Uint8Array {
  const writer = new PickleWriter(keys);
  writer.item(value);
  return writer.finish();
}

class PickleWriter {
  private readonly parts: Buffer[] = [Buffer.from([0x80, 2])];
  /** Globals and strings said before. */
  private readonly memo = new Map<string, number>();
  private readonly keys: StorageKeys;

  constructor(keys: StorageKeys) {
    this.keys = keys;
  }

  finish(): Uint8Array {
    this.op('.');
    return Buffer.concat(this.parts);
  }

  item(value: PickleItem): void {
    if (value === null) this.op('N');
    else if (typeof value === 'boolean') this.op(value ? '\x88' : '\x89');
    else if (typeof value === 'number') this.number(value);
    else if (typeof value === 'string') this.text(value);
    else if ('tuple' in value) this.tuple(value.tuple.map((item) => () => this.item(item)));
    else if ('entries' in value) this.map(value);
    else this.tensor(value);
  }

  private op(code: string): void {
    this.parts.push(Buffer.from(code, 'latin1'));
  }

  private uint32(code: string, value: number): void {
    const bytes = Buffer.alloc(5);
    bytes.write(code, 'latin1');
    bytes.writeUInt32LE(value, 1);
    this.parts.push(bytes);
  }

  private text(value: string): void {
    const bytes = Buffer.from(value, 'utf8');
    this.uint32('X', bytes.length);
    this.parts.push(bytes);
  }

  private number(value: number): void {
    if (!Number.isInteger(value) || Object.is(value, -0)) {
      const bytes = Buffer.alloc(9);
      bytes.write('G', 'latin1');
      bytes.writeDoubleBE(value, 1);
      this.parts.push(bytes);
    } else if (value >= 0 && value < 256) this.parts.push(Buffer.from([0x4b, value]));
    else if (value >= -(2 ** 31) && value < 2 ** 31) this.uint32('J', value >>> 0);
    else {
      const bytes = Buffer.alloc(10);
      bytes[0] = 0x8a;
      bytes[1] = 8;
      bytes.writeBigInt64LE(BigInt(value), 2);
      this.parts.push(bytes);
    }
  }

  private tuple(items: readonly (() => void)[]): void {
    if (items.length > 3) this.op('(');
    for (const write of items) write();
    this.op([')', '\x85', '\x86', '\x87'][items.length] ?? 't');
  }

  /** Says `text` once and refers to it from then on. */
  private once(text: string, write: () => void): void {
    const known = this.memo.get(text);
    if (known !== undefined) {
      this.uint32('j', known);
      return;
    }
    write();
    this.uint32('r', this.memo.size);
    this.memo.set(text, this.memo.size);
  }

  private global(module: string, name: string): void {
    this.once(`${module}\n${name}`, () => this.op(`c${module}\n${name}\n`));
  }

  private map({ ordered, entries }: PickleMap): void {
    if (ordered) this.emptyOrderedDict();
    else this.op('}');
    this.op('(');
    for (const [key, item] of entries) {
      this.text(key);
      this.item(item);
    }
    this.op('u');
  }

  private emptyOrderedDict(): void {
    this.global('collections', 'OrderedDict');
    this.op(')R');
  }

  private tensor(tensor: OutputTensor): void {
    const { dtype } = tensor.storage;
    const typed = STORAGES[dtype] !== undefined;
    this.global('torch._utils', typed ? '_rebuild_tensor_v2' : '_rebuild_tensor_v3');
    const sizes = (values: readonly number[]) => () => this.tuple(values.map((v) => () => this.number(v)));
    this.tuple([
      () => this.storage(tensor.storage),
      () => this.number(tensor.storageOffset),
      sizes(tensor.shape),
      sizes(tensor.stride),
      () => this.item(false),
      () => this.emptyOrderedDict(),
      ...(typed ? [] : [() => this.global('torch', dtype)]),
    ]);
    this.op('R');
  }

  /** `('storage', class, key, 'cpu', elements)`. */
  private storage(storage: OutputTensor['storage']): void {
    const { dtype, bytes } = storage;
    const name = STORAGES[dtype];
    this.tuple([
      () => this.once('storage', () => this.text('storage')),
      () => (name ? this.global('torch', name) : this.global('torch.storage', 'UntypedStorage')),
      () => this.text(this.keys.get(storage)!),
      () => this.once('cpu', () => this.text('cpu')),
      () => this.number(name ? bytes / DTYPE_BYTES[dtype] : bytes),
    ]);
    this.op('Q');
  }
}
