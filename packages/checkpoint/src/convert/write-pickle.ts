import { DTYPE_BYTES, type DType } from '@plumb/contract';
import type { PickleValue } from '../pickle-value.ts';
import type { OutputTensor } from './output-plan.ts';

/** A value of the pickle: plain values as `toPlainValues` leaves them, tensors, and the containers around them. */
export type PickleItem = PickleValue | OutputTensor | PickleItems | PickleMap;

export interface PickleItems {
  readonly kind: 'list' | 'tuple';
  readonly items: readonly PickleItem[];
}

export interface PickleMap {
  readonly kind: 'dict';
  /** `dict` or `collections.OrderedDict`. */
  readonly className: string;
  readonly entries: readonly (readonly [PickleItem, PickleItem])[];
  /** Attributes of an OrderedDict, set by BUILD. */
  readonly state?: PickleItem;
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
    else if (typeof value === 'bigint') this.long(value);
    else if (typeof value === 'string') this.text(value);
    else if (value instanceof Uint8Array) this.bytes(value);
    else if (!('kind' in value)) this.tensor(value);
    else if (value.kind === 'float') this.float(value.value);
    else if (value.kind === 'tuple') this.tuple(value.items.map((item) => () => this.item(item)));
    else if (value.kind === 'list') this.list(value.items);
    else if (value.kind === 'dict') this.map(value);
    else if (value.kind === 'global') this.global(value.module, value.name);
    else if (value.kind === 'set') this.set(value.items);
    else throw new TypeError(`a ${value.kind} is no plain value`);
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
    if (!Number.isInteger(value)) this.float(value);
    else if (value >= 0 && value < 256) this.parts.push(Buffer.from([0x4b, value]));
    else if (value >= -(2 ** 31) && value < 2 ** 31) this.uint32('J', value >>> 0);
    else this.long(BigInt(value));
  }

  private float(value: number): void {
    const bytes = Buffer.alloc(9);
    bytes.write('G', 'latin1');
    bytes.writeDoubleBE(value, 1);
    this.parts.push(bytes);
  }

  /** LONG1: two's complement, little-endian, of any length up to 255. */
  private long(value: bigint): void {
    const magnitude = value < 0n ? -value : value;
    const length = Math.floor(magnitude.toString(16).length / 2) + 1;
    const hex = BigInt.asUintN(length * 8, value)
      .toString(16)
      .padStart(length * 2, '0');
    this.parts.push(Buffer.from([0x8a, length]), Buffer.from(hex, 'hex').reverse());
  }

  /** As protocol 2 writes bytes: the weights-only unpickler knows no other way. */
  private bytes(value: Uint8Array): void {
    this.global('_codecs', 'encode');
    this.tuple([
      () => this.text(Buffer.from(value).toString('latin1')),
      () => this.once('latin1', () => this.text('latin1')),
    ]);
    this.op('R');
  }

  private list(items: readonly PickleItem[]): void {
    this.op('](');
    for (const item of items) this.item(item);
    this.op('e');
  }

  private set(items: readonly PickleItem[]): void {
    this.global('builtins', 'set');
    this.tuple([() => this.list(items)]);
    this.op('R');
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

  private map({ className, entries, state }: PickleMap): void {
    if (className === 'collections.OrderedDict') this.emptyOrderedDict();
    else this.op('}');
    this.op('(');
    for (const [key, item] of entries) {
      this.item(key);
      this.item(item);
    }
    this.op('u');
    if (state === undefined || className !== 'collections.OrderedDict') return;
    this.item(state);
    this.op('b');
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
