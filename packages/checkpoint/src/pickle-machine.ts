import { malformedPickle, pickleTooLarge } from './malformed-pickle.ts';
import { DictBuilder, SetBuilder } from './pickle-builders.ts';
import { UnusableKey } from './pickle-keys.ts';
import type { PickleGlobal, PickleValue } from './pickle-value.ts';
import { resolvePython2Name } from './resolve-python2-name.ts';

const LIMITS = {
  /** Opcodes in one pickle. A checkpoint with its optimizer, 10,000 parameters, has under a million. */
  opcodes: 20_000_000,
  /** Containers and objects alive. One takes about 100 bytes here but a single byte in the file. */
  objects: 3_000_000,
  /** Memo entries. One for each string and container that was pickled. */
  memo: 5_000_000,
  /** Values waiting on the stack. Pickle empties it every 1000 items (its batch size). */
  stack: 5_000_000,
  /** Bytes and items copied by calls (`set(list)`, `bytearray(bytes)`): one call is short, what it copies is not. */
  copied: 256 * 1024 * 1024,
};

/** The newest protocol of CPython (since 3.8). */
const HIGHEST_PROTOCOL = 5;

/** A name that the pickle imports, or something it does that no allow-list of names would show. */
export interface Sighting {
  readonly module: string;
  readonly name: string;
  readonly offset: number;
  /** The spelling in the file, where Python 3 renames it (`__builtin__` is `builtins`). */
  readonly spelt?: readonly [module: string, name: string];
  /** Says why the name alone is not what matters: it was computed, or a class itself is changed. */
  readonly trick?: string;
}

/** Turns a persistent id (torch: a storage) into a value. */
export type PersistentLoad = (id: PickleValue, machine: PickleMachine) => PickleValue;

/** Stack, marks and memo of one pickle, with the cursor over its bytes. Opcodes act on it; nothing else does. */
export class PickleMachine {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly place: string;
  readonly persistentLoad: PersistentLoad | undefined;
  readonly sightings: Sighting[] = [];
  readonly notes = new Set<string>();
  stack: PickleValue[] = [];
  marks: number[] = [];
  memo = new Map<number, PickleValue>();
  protocol = 0;
  position: number;
  /** End of the frame that the unpickler has read ahead; -1 outside of frames. */
  #frameEnd = -1;
  /** Byte offset of the opcode that runs. */
  opcodeAt = 0;
  opcodes = 0;
  buffers = 0;
  stopped = false;
  /** Set by the error that says that the bytes ended too soon. */
  exhausted = false;
  #objects = 0;
  #copied = 0;
  readonly #globals = new Map<string, PickleGlobal>();

  constructor(bytes: Uint8Array, start: number, place: string, persistentLoad?: PersistentLoad) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.place = place;
    this.position = start;
    this.persistentLoad = persistentLoad;
  }

  fail(problem: string): never {
    throw malformedPickle(this.place, this.opcodeAt, problem);
  }

  #tooLarge(problem: string): never {
    throw pickleTooLarge(this.place, this.opcodeAt, problem);
  }

  countOpcode(): void {
    if (++this.opcodes > LIMITS.opcodes) this.#tooLarge(`more than ${LIMITS.opcodes} opcodes`);
  }

  /** To be called before a container or object is made. */
  countObject(): void {
    if (++this.#objects > LIMITS.objects) this.#tooLarge(`more than ${LIMITS.objects} objects`);
  }

  countCopied(amount: number): void {
    this.#copied += amount;
    if (this.#copied > LIMITS.copied) this.#tooLarge(`more than ${LIMITS.copied} bytes or items are copied`);
  }

  setProtocol(protocol: number): void {
    if (protocol > HIGHEST_PROTOCOL) this.fail(`protocol ${protocol}; the newest is ${HIGHEST_PROTOCOL}`);
    this.protocol = protocol;
  }

  // --- bytes ---

  take(length: number): Uint8Array {
    const start = this.skip(length);
    return this.bytes.subarray(start, start + length);
  }

  /** Like `take`, for bytes objects: those may begin in a frame and go on behind it. */
  takeAcross(length: number): Uint8Array {
    if (this.position + length > this.#frameEnd) this.#frameEnd = -1;
    return this.take(length);
  }

  /** Moves past `length` bytes and says where they start in `view`. */
  skip(length: number): number {
    if (this.#frameEnd >= 0 && this.position + length > this.#frameEnd) this.#leaveFrame();
    const start = this.position;
    const left = this.bytes.length - start;
    if (length > left) {
      this.exhausted = true;
      this.fail(`${length} bytes are needed, ${left} are left`);
    }
    this.position = start + length;
    return start;
  }

  /** FRAME: `length` bytes are read ahead, unless the present frame holds them all. */
  enterFrame(length: number): void {
    const nested = this.position + length <= this.#frameEnd;
    const start = this.skip(length);
    if (!nested) this.#frameEnd = this.position;
    this.position = start;
  }

  /**
   * What is left of a frame is lost when more is asked for than it holds: so does `_pickle` read from the object that
   * torch.load gives it (`_Unpickler_ReadFromFile`). `pickle.loads` reads on instead, and sees another program.
   */
  #leaveFrame(): void {
    const end = this.#frameEnd;
    this.#frameEnd = -1;
    if (this.position < end)
      this.suspect(
        'pickle',
        'FRAME',
        'bytes are hidden across the end of a frame: loaders read different programs',
      );
    this.position = end;
  }

  uint8(): number {
    return this.bytes[this.skip(1)]!;
  }

  uint16(): number {
    return this.view.getUint16(this.skip(2), true);
  }

  uint32(): number {
    return this.view.getUint32(this.skip(4), true);
  }

  int32(): number {
    return this.view.getInt32(this.skip(4), true);
  }

  /** A length of eight bytes; nothing in memory is longer than 2^53. */
  uint64(): number {
    const value = this.view.getBigUint64(this.skip(8), true);
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) this.fail(`a length of ${value} bytes`);
    return Number(value);
  }

  /** Up to the next newline, which is consumed and left out. */
  line(): Uint8Array {
    let end = this.bytes.indexOf(10, this.position);
    if (this.#frameEnd >= 0 && (end < 0 || end >= this.#frameEnd)) {
      this.#leaveFrame();
      end = this.bytes.indexOf(10, this.position);
    }
    if (end < 0) {
      this.exhausted = true;
      this.fail('a line without an end');
    }
    const line = this.bytes.subarray(this.position, end);
    this.position = end + 1;
    return line;
  }

  // --- stack ---

  /** The lowest place of the stack that may be touched: nothing is popped through a mark. */
  get fence(): number {
    return this.marks.length === 0 ? 0 : this.marks[this.marks.length - 1]!;
  }

  push(value: PickleValue): void {
    if (this.stack.push(value) > LIMITS.stack)
      this.#tooLarge(`more than ${LIMITS.stack} values on the stack`);
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
    if (this.marks.push(this.stack.length) > LIMITS.stack)
      this.#tooLarge(`more than ${LIMITS.stack} marks on the stack`);
  }

  popMark(): PickleValue[] {
    const mark = this.marks.pop();
    if (mark === undefined) this.fail('a MARK is missing');
    return this.stack.splice(mark);
  }

  // --- memo ---

  remember(index: number): void {
    this.memo.set(index, this.top());
    if (this.memo.size > LIMITS.memo) this.#tooLarge(`more than ${LIMITS.memo} memo entries`);
  }

  recall(index: number): void {
    const value = this.memo.get(index);
    if (value === undefined) this.fail(`memo entry ${index} was never set`);
    this.push(value);
  }

  // --- names ---

  /** The global under the name that Python 3 would look up; recorded, never resolved. */
  global(speltModule: string, speltName: string): PickleGlobal {
    const [module, name] =
      this.protocol < 3 ? resolvePython2Name(speltModule, speltName) : [speltModule, speltName];
    const key = `${module}\n${name}`;
    let global = this.#globals.get(key);
    if (global === undefined) {
      global = { kind: 'global', module, name };
      this.#globals.set(key, global);
      const renamed = module !== speltModule || name !== speltName;
      const sighting = { module, name, offset: this.opcodeAt };
      this.sightings.push(renamed ? { ...sighting, spelt: [speltModule, speltName] } : sighting);
    }
    return global;
  }

  /** Something that a list of names would not show. */
  suspect(module: string, name: string, trick: string): void {
    this.sightings.push({ module, name, offset: this.opcodeAt, trick });
  }

  // --- containers ---

  setEntry(dict: DictBuilder, key: PickleValue, value: PickleValue): void {
    this.guardKey(() => dict.set(key, value));
  }

  addItem(set: SetBuilder, item: PickleValue): void {
    this.guardKey(() => set.add(item));
  }

  newDict(className: string): DictBuilder {
    this.countObject();
    return new DictBuilder(className);
  }

  newSet(frozen: boolean): SetBuilder {
    this.countObject();
    return new SetBuilder(frozen);
  }

  private guardKey(use: () => void): void {
    try {
      use();
    } catch (error) {
      if (error instanceof UnusableKey) this.fail(error.message);
      throw error;
    }
  }
}
