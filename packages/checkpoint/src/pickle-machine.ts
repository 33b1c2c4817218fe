import { isTypeLookup } from './calls/look-up-type.ts';
import { DictBuilder, SetBuilder } from './pickle-builders.ts';
import { PickleCursor } from './pickle-cursor.ts';
import { UnusableKey } from './pickle-keys.ts';
import type { PickleFloat, PickleGlobal, PickleValue } from './pickle-value.ts';
import { resolvePython2Name } from './resolve-python2-name.ts';

const LIMITS = {
  /** Opcodes in one pickle, which bound stack and memo. A checkpoint with its optimizer has under a million. */
  opcodes: 20_000_000,
  /** Containers and objects made. One takes about 100 bytes here, a single byte in the file; a tensor takes ten. */
  objects: 2_000_000,
  /** Bytes that calls copy (`bytearray(bytes)`): one call is short, what it copies is not. */
  copiedBytes: 256 * 1024 * 1024,
  /** Items that calls copy (`set(list)`), likewise. Python 2 wrote every set and OrderedDict so. */
  copiedItems: 2_000_000,
  /** Values of bytes kept, one more than are looked into (`scan-packed.ts`), which then says so. */
  packed: 100_001,
};

/** The newest protocol of CPython (since 3.8). */
const HIGHEST_PROTOCOL = 5;

/** The opcodes with which a pickle begins, since protocol 2, ends, and imports. */
const PROTO = 0x80;
const STOP = 0x2e;
const STACK_GLOBAL = 0x93;
const GLOBAL = 0x63;
const INST = 0x69;
const NEWLINE = 0x0a;

const NEGATIVE_ZERO: PickleFloat = { kind: 'float', value: -0 };

/** Whether a pickle without PROTO in these bytes could name anything before it ends. */
function mayImport(bytes: Uint8Array): boolean {
  if (bytes.indexOf(STOP) < 0 && bytes.indexOf(NEWLINE) < 0) return false;
  if (bytes.includes(STACK_GLOBAL)) return true;
  return bytes.includes(NEWLINE) && (bytes.includes(GLOBAL) || bytes.includes(INST));
}

/** Turns a persistent id (torch: a storage) into a value. */
export type PersistentLoad = (id: PickleValue, machine: PickleMachine) => PickleValue;

/** Stack, marks and memo of one pickle, with the cursor over its bytes. Opcodes act on it; nothing else does. */
export class PickleMachine extends PickleCursor {
  readonly persistentLoad: PersistentLoad | undefined;
  readonly notes = new Set<string>();
  /** Values of bytes that may be pickles. */
  readonly packed: { readonly bytes: Uint8Array; readonly offset: number }[] = [];
  readonly stack: PickleValue[] = [];
  readonly marks: number[] = [];
  /** Entries that were set one after the other, as picklers do; the rest by their number. */
  readonly #memo: PickleValue[] = [];
  readonly #sparseMemo = new Map<number, PickleValue>();
  readonly #globals = new Map<string, PickleGlobal>();
  /** Uses of names whose argument decides, and how many of them were calls whose argument is known. */
  #lookups: Map<PickleValue, { readonly sighting: number; uses: number; known: number }> | undefined;
  readonly #wholeFloats = new Map<number, PickleFloat>();
  protocol = 0;
  /** Opcodes run so far; each pushes one value at most, so they bound stack and memo too. */
  opcodes = 0;
  buffers = 0;
  stopped = false;
  #objects = 0;
  #copiedBytes = 0;
  #copiedItems = 0;

  constructor(bytes: Uint8Array, start: number, place: string, persistentLoad?: PersistentLoad) {
    super(bytes, start, place);
    this.persistentLoad = persistentLoad;
  }

  countOpcode(): void {
    if (++this.opcodes > LIMITS.opcodes) this.tooLarge(`more than ${LIMITS.opcodes} opcodes`);
  }

  /** To be called before a container or object is made. */
  countObject(): void {
    if (++this.#objects > LIMITS.objects) this.tooLarge(`more than ${LIMITS.objects} objects`);
  }

  countCopiedBytes(amount: number): void {
    this.#copiedBytes += amount;
    if (this.#copiedBytes > LIMITS.copiedBytes)
      this.tooLarge(`calls copy more than ${LIMITS.copiedBytes} bytes`);
  }

  countCopiedItems(amount: number): void {
    this.#copiedItems += amount;
    if (this.#copiedItems > LIMITS.copiedItems)
      this.tooLarge(`calls copy more than ${LIMITS.copiedItems} items`);
  }

  setProtocol(protocol: number): void {
    if (protocol > HIGHEST_PROTOCOL) this.fail(`protocol ${protocol}; the newest is ${HIGHEST_PROTOCOL}`);
    this.protocol = protocol;
  }

  // --- stack ---

  /** The lowest place of the stack that may be touched: nothing is popped through a mark. */
  get fence(): number {
    return this.marks.length === 0 ? 0 : this.marks[this.marks.length - 1]!;
  }

  push(value: PickleValue): void {
    this.stack.push(value);
  }

  pop(): PickleValue {
    if (this.stack.length <= this.fence) this.fail('the stack is empty');
    return this.stack.pop()!;
  }

  top(): PickleValue {
    if (this.stack.length <= this.fence) this.fail('the stack is empty');
    return this.stack[this.stack.length - 1]!;
  }

  replaceTop(value: PickleValue): void {
    this.stack[this.stack.length - 1] = value;
  }

  pushMark(): void {
    this.marks.push(this.stack.length);
  }

  popMark(): PickleValue[] {
    const mark = this.marks.pop();
    if (mark === undefined) this.fail('a MARK is missing');
    return this.stack.splice(mark);
  }

  // --- memo ---

  /** How many entries there are: MEMOIZE sets the next one. */
  get memoSize(): number {
    return this.#memo.length + this.#sparseMemo.size;
  }

  remember(index: number): void {
    const value = this.top();
    if (index < this.#memo.length) this.#memo[index] = value;
    else if (index === this.#memo.length && !this.#sparseMemo.has(index)) this.#memo.push(value);
    else this.#sparseMemo.set(index, value);
  }

  recall(index: number): void {
    const value = index < this.#memo.length ? this.#memo[index] : this.#sparseMemo.get(index);
    if (value === undefined) this.fail(`memo entry ${index} was never set`);
    this.countUse(value);
    this.push(value);
  }

  // --- names ---

  /** The global under the name that Python 3 would look up; recorded, never resolved. */
  global(speltModule: string, speltName: string): PickleGlobal {
    const [module, name] =
      this.protocol < 3 ? resolvePython2Name(speltModule, speltName) : [speltModule, speltName];
    const global = this.#nameGlobal(module, name, speltModule, speltName);
    this.countUse(global);
    return global;
  }

  #nameGlobal(module: string, name: string, speltModule: string, speltName: string): PickleGlobal {
    const key = `${module}\n${name}`;
    const known = this.#globals.get(key);
    if (known !== undefined) return known;
    const global: PickleGlobal = { kind: 'global', module, name };
    this.#globals.set(key, global);
    if (isTypeLookup(module, name)) {
      this.#lookups ??= new Map();
      this.#lookups.set(global, { sighting: this.sightings.length, uses: 0, known: 0 });
    }
    const renamed = module !== speltModule || name !== speltName;
    const sighting = { module, name, offset: this.opcodeAt };
    this.sightings.push(renamed ? { ...sighting, spelt: [speltModule, speltName] } : sighting);
    return global;
  }

  /** To be called for each value that is named, recalled or doubled. */
  countUse(value: PickleValue): void {
    const lookup = this.#lookups?.get(value);
    if (lookup !== undefined) lookup.uses++;
  }

  /** A call that would only return a name: recorded in its place. */
  callLookup(callee: PickleGlobal, module: string, name: string): PickleGlobal {
    const lookup = this.#lookups?.get(callee);
    if (lookup !== undefined) lookup.known++;
    return this.#nameGlobal(module, name, module, name);
  }

  /** To be called when the pickle has ended well: a name that was only ever used in known calls does no harm. */
  settleLookups(): void {
    for (const { sighting, uses, known } of this.#lookups?.values() ?? [])
      if (uses === known)
        this.sightings[sighting] = {
          ...this.sightings[sighting]!,
          harmless: 'looks up types by fixed names; each is judged itself',
        };
  }

  // --- bytes ---

  /** To be called for each value of bytes: some are pickles. What may follow a STOP is up to whoever wrote it. */
  keepBytes(bytes: Uint8Array): Uint8Array {
    const marked = bytes[0] === PROTO && bytes[1]! <= HIGHEST_PROTOCOL;
    if ((marked || mayImport(bytes)) && this.packed.length < LIMITS.packed)
      this.packed.push({ bytes, offset: this.opcodeAt });
    return bytes;
  }

  // --- numbers ---

  /** A float as a value; one object for all that are equal, since lists of a million zeros exist. */
  float(value: number): PickleValue {
    // -0 is one with 0 as a key of the map
    if (Object.is(value, -0)) return NEGATIVE_ZERO;
    if (!Number.isInteger(value)) return value;
    let float = this.#wholeFloats.get(value);
    if (float === undefined) {
      this.countObject();
      float = { kind: 'float', value };
      this.#wholeFloats.set(value, float);
    }
    return float;
  }

  // --- containers ---

  setEntry(dict: DictBuilder, key: PickleValue, value: PickleValue): void {
    try {
      dict.set(key, value);
    } catch (error) {
      this.#explainKey(error);
    }
  }

  addItem(set: SetBuilder, item: PickleValue): void {
    try {
      set.add(item);
    } catch (error) {
      this.#explainKey(error);
    }
  }

  #explainKey(error: unknown): never {
    if (error instanceof UnusableKey) this.fail(error.message);
    throw error;
  }

  newDict(className: string): DictBuilder {
    this.countObject();
    return new DictBuilder(className);
  }

  newSet(frozen: boolean): SetBuilder {
    this.countObject();
    return new SetBuilder(frozen);
  }
}
