import type { ArrayRoom } from '@plumb/core/array-room';

/** Triangles as they are lit and drawn: corners with all that belongs to them, and three of them a face, in order. */
export interface CornerMesh {
  /** `[corners, 9]`: position, unit normal, texture coordinates (u v 0, or a direction). Metres. */
  readonly corners: Float32Array;
  /** `[faces, 3]`. */
  readonly faces: Uint32Array;
}

/** Collects corners; equal ones (bit for bit) become one. */
export class CornerWelder {
  #corners: Float32Array;
  #bits: Uint32Array;
  #count = 0;
  #slots: Int32Array;
  #mask: number;

  constructor(most: number, scratch: ArrayRoom) {
    // one more, where the next is written before it is known to be another
    this.#corners = scratch.floats((most + 1) * 9);
    this.#bits = new Uint32Array(this.#corners.buffer, this.#corners.byteOffset, this.#corners.length);
    let size = 16;
    while (size < most * 2) size *= 2;
    this.#slots = scratch.ints(size).fill(-1);
    this.#mask = size - 1;
  }

  /** Index of the corner whose nine numbers are given. */
  add(
    px: number,
    py: number,
    pz: number,
    nx: number,
    ny: number,
    nz: number,
    u: number,
    v: number,
    w: number,
  ) {
    const at = this.#count * 9;
    const c = this.#corners;
    // adding 0 makes one zero of both
    c[at] = px + 0;
    c[at + 1] = py + 0;
    c[at + 2] = pz + 0;
    c[at + 3] = nx + 0;
    c[at + 4] = ny + 0;
    c[at + 5] = nz + 0;
    c[at + 6] = u + 0;
    c[at + 7] = v + 0;
    c[at + 8] = w + 0;
    const bits = this.#bits;
    let hash = 2166136261;
    for (let k = at; k < at + 9; k++) hash = Math.imul(hash ^ bits[k]!, 16777619) ^ (hash >>> 13);
    let slot = (hash ^ (hash >>> 15)) & this.#mask;
    for (;;) {
      const found = this.#slots[slot]!;
      if (found < 0) break;
      let k = 0;
      while (k < 9 && bits[found * 9 + k] === bits[at + k]) k++;
      if (k === 9) return found;
      slot = (slot + 1) & this.#mask;
    }
    this.#slots[slot] = this.#count;
    return this.#count++;
  }

  /** Lies in the scratch. */
  finish(): Float32Array {
    return this.#corners.subarray(0, this.#count * 9);
  }
}
