/** Beyond 32 MB glibc gives room back to the system when it is freed; smaller room stays with the process in pieces. */
const LEAST_ROOM = 33 << 20;

/** Room that one mesh after another is worked out in. What is not written costs no memory. */
export class Scratch {
  #room = new ArrayBuffer(LEAST_ROOM);
  #used = 0;

  /** Ends the use of all arrays that were given. */
  reset(): void {
    this.#used = 0;
  }

  /** Holds whatever was written there before. */
  floats(length: number): Float32Array {
    return new Float32Array(this.#room, this.#take(length * 4), length);
  }

  /** Holds whatever was written there before. */
  words(length: number): Uint32Array {
    return new Uint32Array(this.#room, this.#take(length * 4), length);
  }

  /** -1 in all places. */
  slots(length: number): Int32Array {
    return new Int32Array(this.#room, this.#take(length * 4), length).fill(-1);
  }

  #take(bytes: number): number {
    if (this.#used + bytes > this.#room.byteLength) {
      this.#room = new ArrayBuffer(Math.max(LEAST_ROOM, bytes));
      this.#used = 0;
    }
    const start = this.#used;
    this.#used += bytes;
    return start;
  }
}
