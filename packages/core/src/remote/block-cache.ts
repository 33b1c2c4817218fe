const LIMITS = {
  /** Bytes of a block: what is read ahead. A header of a few bytes costs one, and most headers fit into a few. */
  block: 16 * 1024,
  /** Blocks kept: 32 MB. */
  blocks: 2048,
  /** Bytes of a read from which on blocks are of no use: data, not headers. */
  direct: 4 * 1024 * 1024,
};

type FetchBytes = (start: number, length: number) => Promise<Uint8Array>;

/** Blocks of a remote file. Neighbours that are missing are fetched by one request; who waits for the same, waits once. */
export class BlockCache {
  static readonly block = LIMITS.block;
  readonly #size: number;
  readonly #fetch: FetchBytes;
  readonly #blocks = new Map<number, Promise<Uint8Array>>();

  constructor(size: number, fetch: FetchBytes) {
    this.#size = size;
    this.#fetch = fetch;
  }

  put(index: number, bytes: Uint8Array): void {
    this.#blocks.set(index, Promise.resolve(bytes));
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    if (length === 0) return new Uint8Array(0);
    if (length > LIMITS.direct) return this.#fetch(offset, length);
    const first = Math.floor(offset / LIMITS.block);
    const last = Math.floor((offset + length - 1) / LIMITS.block);
    this.#request(first, last);
    const out = new Uint8Array(length);
    const blocks = Array.from({ length: last - first + 1 }, (_, i) => this.#blocks.get(first + i)!);
    for (const [i, block] of (await Promise.all(blocks)).entries()) {
      const start = (first + i) * LIMITS.block;
      const from = Math.max(offset - start, 0);
      out.set(block.subarray(from, offset + length - start), start + from - offset);
    }
    this.#shrink();
    return out;
  }

  #request(first: number, last: number): void {
    for (let from = first; from <= last; from++) {
      if (this.#blocks.has(from)) continue;
      let to = from;
      while (to < last && !this.#blocks.has(to + 1)) to++;
      this.#requestRun(from, to);
      from = to;
    }
  }

  #requestRun(from: number, to: number): void {
    const start = from * LIMITS.block;
    const whole = this.#fetch(start, Math.min((to + 1) * LIMITS.block, this.#size) - start);
    for (let index = from; index <= to; index++) {
      const at = (index - from) * LIMITS.block;
      const block = whole.then((bytes) => bytes.subarray(at, at + LIMITS.block));
      this.#blocks.set(index, block);
      // a failed request is tried again by the next read; who waits for it hears of the error
      block.catch(() => this.#blocks.delete(index));
    }
  }

  #shrink(): void {
    for (const index of this.#blocks.keys()) {
      if (this.#blocks.size <= LIMITS.blocks) return;
      this.#blocks.delete(index);
    }
  }
}
