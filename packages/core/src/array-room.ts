/** Beyond 32 MB glibc gives room back to the system when it is freed; smaller room stays with the process in pieces. */
const LEAST_BLOCK = 33 << 20;

/**
 * Room for many typed arrays that are freed together, or overwritten after `reset`. It is taken in large blocks, of
 * which only what is written costs memory. Arrays hold whatever was there before, at first zeros.
 */
export class ArrayRoom {
  readonly #shared: boolean;
  #block: ArrayBufferLike | undefined;
  #used = 0;

  /** @param shared memory that workers can share; a page without cross-origin isolation has to copy */
  constructor(shared = false) {
    this.#shared = shared && typeof SharedArrayBuffer !== 'undefined';
  }

  /** Ends the use of all arrays that were taken. */
  reset(): void {
    this.#used = 0;
  }

  bytes(length: number): Uint8Array {
    const start = this.#take(length);
    return new Uint8Array(this.#block!, start, length);
  }

  words(length: number): Uint32Array {
    const start = this.#take(length * 4);
    return new Uint32Array(this.#block!, start, length);
  }

  ints(length: number): Int32Array {
    const start = this.#take(length * 4);
    return new Int32Array(this.#block!, start, length);
  }

  floats(length: number): Float32Array {
    const start = this.#take(length * 4);
    return new Float32Array(this.#block!, start, length);
  }

  #take(bytes: number): number {
    if (this.#block === undefined || this.#used + bytes > this.#block.byteLength) {
      const size = Math.max(LEAST_BLOCK, bytes);
      this.#block = this.#shared ? new SharedArrayBuffer(size) : new ArrayBuffer(size);
      this.#used = 0;
    }
    const start = this.#used;
    // a multiple of what any array wants to start at
    this.#used = Math.ceil((start + bytes) / 8) * 8;
    return start;
  }
}
