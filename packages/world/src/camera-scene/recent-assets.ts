/** Keeps what was read last, up to a number of bytes; the robot's meshes take half a second to read and every task needs them. */
export class RecentAssets<T> {
  readonly #limit: number;
  readonly #sizeOf: (asset: T) => number;
  /** Least recently used first. */
  readonly #assets = new Map<string, T>();
  #bytes = 0;

  constructor(limit: number, sizeOf: (asset: T) => number) {
    this.#limit = limit;
    this.#sizeOf = sizeOf;
  }

  get(key: string, read: () => T): T {
    const asset = this.#assets.get(key) ?? read();
    if (!this.#assets.delete(key)) this.#bytes += this.#sizeOf(asset);
    this.#assets.set(key, asset);
    for (const [oldest, old] of this.#assets) {
      if (this.#bytes <= this.#limit || oldest === key) break;
      this.#assets.delete(oldest);
      this.#bytes -= this.#sizeOf(old);
    }
    return asset;
  }
}
