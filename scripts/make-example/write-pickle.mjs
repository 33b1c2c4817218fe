// The part of pickle protocol 2 that a checkpoint needs: numbers, text, dictionaries, instances, tensors.
const OP = {
  proto: 0x80,
  emptyDict: 0x7d,
  mark: 0x28,
  setItems: 0x75,
  stop: 0x2e,
  unicode: 0x58,
  binPut: 0x71,
  longBinPut: 0x72,
  binGet: 0x68,
  longBinGet: 0x6a,
  binInt: 0x4a,
  binInt1: 0x4b,
  binInt2: 0x4d,
  binFloat: 0x47,
  newTrue: 0x88,
  newFalse: 0x89,
  none: 0x4e,
  global: 0x63,
  emptyTuple: 0x29,
  tuple: 0x74,
  reduce: 0x52,
  newObject: 0x81,
  build: 0x62,
  binPersId: 0x51,
};

export class Instance {
  /** @param {string} name `module.Class` @param {Record<string, unknown>} fields */
  constructor(name, fields) {
    this.name = name;
    this.fields = fields;
  }
}

export class Tensor {
  /** Every element is the one that `storage` holds: stride 0, as `torch.Tensor.expand` gives and torch.save keeps. */
  constructor(shape, storage) {
    this.shape = shape;
    this.storage = storage;
  }
}

export class OrderedDict {
  constructor(entries) {
    this.entries = entries;
  }
}

export function writePickle(value) {
  const bytes = [OP.proto, 2];
  const memo = new Map();
  write(value);
  bytes.push(OP.stop);
  return Buffer.from(bytes);

  function write(item) {
    if (item === null) bytes.push(OP.none);
    else if (item === true) bytes.push(OP.newTrue);
    else if (item === false) bytes.push(OP.newFalse);
    else if (typeof item === 'string') once(`text ${item}`, () => writeText(item));
    else if (item instanceof Float) writeFloat(item.value);
    else if (typeof item === 'number') writeInteger(item);
    else if (item instanceof Tensor) writeTensor(item);
    else if (item instanceof OrderedDict) writeOrderedDict(item);
    else if (item instanceof Instance) writeInstance(item);
    else if (Array.isArray(item)) writeTuple(item);
    else writeDict(Object.entries(item));
  }

  // as CPython's pickler does: what was written is remembered, and fetched when it comes again
  function once(key, writeIt) {
    const index = memo.get(key);
    if (index !== undefined) {
      if (index < 256) bytes.push(OP.binGet, index);
      else bytes.push(OP.longBinGet, ...little(index, 4));
      return;
    }
    writeIt();
    const next = memo.size;
    memo.set(key, next);
    if (next < 256) bytes.push(OP.binPut, next);
    else bytes.push(OP.longBinPut, ...little(next, 4));
  }

  function writeText(text) {
    const utf8 = Buffer.from(text);
    bytes.push(OP.unicode, ...little(utf8.length, 4), ...utf8);
  }

  function writeInteger(number) {
    if (number >= 0 && number < 256) bytes.push(OP.binInt1, number);
    else if (number >= 0 && number < 65536) bytes.push(OP.binInt2, ...little(number, 2));
    else bytes.push(OP.binInt, ...little(number, 4));
  }

  function writeFloat(number) {
    const big = Buffer.alloc(8);
    big.writeDoubleBE(number);
    bytes.push(OP.binFloat, ...big);
  }

  function writeGlobal(module, name) {
    once(`global ${module} ${name}`, () => bytes.push(OP.global, ...Buffer.from(`${module}\n${name}\n`)));
  }

  function writeTuple(items) {
    if (items.length === 0) return bytes.push(OP.emptyTuple);
    bytes.push(OP.mark);
    for (const item of items) write(item);
    bytes.push(OP.tuple);
  }

  function writeDict(entries) {
    bytes.push(OP.emptyDict, OP.mark);
    for (const [key, item] of entries) {
      write(key);
      write(item);
    }
    bytes.push(OP.setItems);
  }

  function writeOrderedDict({ entries }) {
    writeGlobal('collections', 'OrderedDict');
    bytes.push(OP.emptyTuple, OP.reduce, OP.mark);
    for (const [key, item] of entries) {
      write(key);
      write(item);
    }
    bytes.push(OP.setItems);
  }

  function writeInstance({ name, fields }) {
    const dot = name.lastIndexOf('.');
    writeGlobal(name.slice(0, dot), name.slice(dot + 1));
    bytes.push(OP.emptyTuple, OP.newObject);
    writeDict(Object.entries(fields));
    bytes.push(OP.build);
  }

  // torch._utils._rebuild_tensor_v2(storage, offset, size, stride, requires_grad, backward_hooks)
  function writeTensor({ shape, storage }) {
    writeGlobal('torch._utils', '_rebuild_tensor_v2');
    bytes.push(OP.mark, OP.mark);
    write('storage');
    writeGlobal('torch', 'FloatStorage');
    write(storage);
    write('cpu');
    write(1);
    bytes.push(OP.tuple, OP.binPersId);
    write(0);
    writeTuple(shape);
    writeTuple(shape.map(() => 0));
    write(false);
    writeGlobal('collections', 'OrderedDict');
    bytes.push(OP.emptyTuple, OP.reduce, OP.tuple, OP.reduce);
  }
}

/** A Python float, also where its value is whole. */
export class Float {
  constructor(value) {
    this.value = value;
  }
}

function little(number, length) {
  return Array.from({ length }, (_, i) => (number >> (8 * i)) & 255);
}
