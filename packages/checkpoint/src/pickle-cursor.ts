import { malformedPickle, pickleTooLarge } from './malformed-pickle.ts';
import { decodeUtf8 } from './read-python-text.ts';

/** A name that the pickle imports, or something it does that no allow-list of names would show. */
export interface Sighting {
  readonly module: string;
  readonly name: string;
  readonly offset: number;
  /** The spelling in the file, where Python 3 renames it (`__builtin__` is `builtins`). */
  readonly spelt?: readonly [module: string, name: string];
  /** Says why the name alone is not what matters: it was computed, or a class itself is changed. */
  readonly trick?: string;
  /** Says why a name that could do harm does none here: each of its uses was looked at. */
  readonly harmless?: string;
}

/** In every Node, though not in its types: half the cost of `toString('latin1', …)`. */
type Latin1Buffer = Buffer & { latin1Slice(start: number, end: number): string };

/** The bytes of a pickle, read in order, as `_pickle` reads them from the object that torch.load gives it. */
export class PickleCursor {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly place: string;
  readonly sightings: Sighting[] = [];
  position: number;
  /** Where the bytes end that can be had without leaving the present frame. */
  end: number;
  /** Byte offset of the opcode that runs. */
  opcodeAt = 0;
  /** Set by the error that says that the bytes ended too soon. */
  exhausted = false;
  readonly #buffer: Latin1Buffer;
  #inFrame = false;

  constructor(bytes: Uint8Array, start: number, place: string) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) as Latin1Buffer;
    this.place = place;
    this.position = start;
    this.end = bytes.length;
  }

  fail(problem: string): never {
    throw malformedPickle(this.place, this.opcodeAt, problem);
  }

  tooLarge(problem: string): never {
    throw pickleTooLarge(this.place, this.opcodeAt, problem);
  }

  /** Something that a list of names would not show. */
  suspect(module: string, name: string, trick: string): void {
    this.sightings.push({ module, name, offset: this.opcodeAt, trick });
  }

  /** Moves past `length` bytes and says where they start in `view`. */
  skip(length: number): number {
    const start = this.position + length > this.end ? this.#leaveFrame(length) : this.position;
    this.position = start + length;
    return start;
  }

  take(length: number): Uint8Array {
    const start = this.skip(length);
    return this.bytes.subarray(start, start + length);
  }

  /** Like `take`, for bytes objects: those may begin in a frame and go on behind it. */
  takeAcross(length: number): Uint8Array {
    if (this.position + length > this.end) this.#forgetFrame();
    return this.take(length);
  }

  /** FRAME: `length` bytes are read ahead, unless the present frame holds them all. */
  enterFrame(length: number): void {
    const nested = this.#inFrame && this.position + length <= this.end;
    const start = this.skip(length);
    this.position = start;
    if (nested) return;
    this.#inFrame = true;
    this.end = start + length;
  }

  /**
   * What is left of a frame is lost when more is asked for than it holds (`_Unpickler_ReadFromFile`). `pickle.loads`
   * reads on instead, and sees another program. Says where the wanted bytes begin.
   */
  #leaveFrame(length: number): number {
    if (this.#inFrame && this.position < this.end) {
      this.suspect(
        'pickle',
        'FRAME',
        'bytes hide across the end of a frame: loaders read different programs',
      );
      this.position = this.end;
    }
    this.#forgetFrame();
    const left = this.bytes.length - this.position;
    if (length > left) {
      this.exhausted = true;
      this.fail(`${length} bytes are needed, ${left} are left`);
    }
    return this.position;
  }

  #forgetFrame(): void {
    this.#inFrame = false;
    this.end = this.bytes.length;
  }

  uint8(): number {
    if (this.position < this.end) return this.bytes[this.position++]!;
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

  /** Text of `length` bytes of UTF-8; undefined where it is none. */
  text(length: number): string | undefined {
    const start = this.skip(length);
    const end = start + length;
    // names and paths are short and plain: a loop beats the decoder by far
    if (length < 64) {
      const { bytes } = this;
      let at = start;
      while (at < end && bytes[at]! < 0x80) at++;
      if (at === end) return this.#buffer.latin1Slice(start, end);
    }
    return decodeUtf8(this.bytes.subarray(start, end));
  }

  /** Up to the next newline, which is consumed and left out. */
  line(): Uint8Array {
    let end = this.bytes.indexOf(10, this.position);
    if (this.#inFrame && (end < 0 || end >= this.end)) {
      this.#leaveFrame(0);
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
}
