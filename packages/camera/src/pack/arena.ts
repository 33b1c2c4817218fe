import { PlumbError } from '@plumb/core/plumb-error';
import { type SharedMemory, WebAssembly } from '../kernel/web-assembly.ts';

/**
 * Memory of scenes and renderers: one WebAssembly memory that only grows, shared between the workers that got it. The
 * first word is where free room starts, in units of 16 bytes.
 */
export class Arena {
  readonly memory: SharedMemory;
  #bytes!: Uint8Array;
  #words!: Uint32Array;
  #floats!: Float32Array;

  constructor(memory?: SharedMemory) {
    this.memory = memory ?? new WebAssembly.Memory({ initial: 16, maximum: MAXIMUM_PAGES, shared: true });
    this.#look();
    if (memory === undefined) Atomics.store(this.#words, 0, 1);
  }

  #look(): void {
    this.#bytes = new Uint8Array(this.memory.buffer);
    this.#words = new Uint32Array(this.memory.buffer);
    this.#floats = new Float32Array(this.memory.buffer);
  }

  /** Views of the whole; take them anew after `allocate`. */
  get bytes(): Uint8Array {
    if (this.#bytes.buffer !== this.memory.buffer) this.#look();
    return this.#bytes;
  }

  get words(): Uint32Array {
    if (this.#words.buffer !== this.memory.buffer) this.#look();
    return this.#words;
  }

  get floats(): Float32Array {
    if (this.#floats.buffer !== this.memory.buffer) this.#look();
    return this.#floats;
  }

  /** Address of fresh room, zero, a multiple of 16. @throws PlumbError `CAMERA_MEMORY` */
  allocate(bytes: number): number {
    // loads of 16 bytes may reach beyond what they need
    const units = Math.ceil((bytes + 16) / 16);
    for (;;) {
      const start = Atomics.load(this.words, 0);
      const end = (start + units) * 16;
      this.#reach(end);
      // taken only once there is room for it, so that after a refusal smaller wishes can still be met
      if (Atomics.compareExchange(this.words, 0, start, start + units) === start) return start * 16;
    }
  }

  #reach(end: number): void {
    while (this.memory.buffer.byteLength < end) {
      const missing = end - this.memory.buffer.byteLength;
      try {
        this.memory.grow(Math.max(Math.ceil(missing / PAGE), Math.min(STEP, this.#pagesLeft)));
      } catch (cause) {
        throw new PlumbError(
          {
            code: 'CAMERA_MEMORY',
            what: `Drawing needs ${Math.ceil(end / 2 ** 20)} MB, and ${MAXIMUM_PAGES / 16} MB is the most.`,
            why: 'The scene with its textures, or the pictures asked for, are larger than a renderer can hold.',
            remedy: 'Draw smaller pictures or fewer different cameras and sizes with one renderer.',
          },
          { cause },
        );
      }
    }
  }

  get #pagesLeft(): number {
    return MAXIMUM_PAGES - this.memory.buffer.byteLength / PAGE;
  }

  /** Bytes in use. */
  get used(): number {
    return Atomics.load(this.words, 0) * 16;
  }
}

const PAGE = 65536;
/** 4 MB at once: to grow for each of a scene's 10,000 pieces would take longer than to write them. */
const STEP = 64;
/** 2 GB: seven times the largest scene of LIBERO; address space only until it is used. */
const MAXIMUM_PAGES = 32768;
