/**
 * NumPy's global generator (`np.random.*`, legacy RandomState over MT19937), as LIBERO and robosuite 1.4.0 draw from
 * it. Only what they draw: `seed`, `uniform`, `randint`, `randn`. Streams are bit-identical to NumPy's.
 * Sources: numpy/random/src/mt19937/mt19937.c, src/distributions/distributions.c, src/legacy/legacy-distributions.c.
 */
const N = 624;
const M = 397;

export class NumpyRandom {
  readonly #key = new Uint32Array(N);
  #position = N;
  /** The second normal of a pair, kept for the next call; forgotten by `seed`. */
  #spareNormal: number | undefined;

  /** As `np.random.seed(seed)` with an integer from 0 to 2**32 - 1; throws `RangeError` outside. */
  constructor(seed: number) {
    this.seed(seed);
  }

  seed(seed: number): void {
    if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
      throw new RangeError(`a seed is an integer from 0 to 2**32 - 1, not ${seed}`);
    }
    let value = seed >>> 0;
    for (let i = 0; i < N; i++) {
      this.#key[i] = value;
      value = (Math.imul(1812433253, value ^ (value >>> 30)) + i + 1) >>> 0;
    }
    this.#position = N;
    this.#spareNormal = undefined;
  }

  /** A copy that goes on by itself, e.g. to look ahead. */
  clone(): NumpyRandom {
    const copy = new NumpyRandom(0);
    copy.#key.set(this.#key);
    copy.#position = this.#position;
    copy.#spareNormal = this.#spareNormal;
    return copy;
  }

  /** An integer in [0, 2**32). */
  uint32(): number {
    if (this.#position === N) this.#refill();
    let y = this.#key[this.#position++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  /** A double in [0, 1) with 53 random bits. */
  random(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** `np.random.uniform(low, high)`. Equal bounds draw too, as there. */
  uniform(low: number, high: number): number {
    return low + (high - low) * this.random();
  }

  /** `np.random.randint(n)` for n from 1 to 2**32: masked rejection; n = 1 draws nothing. */
  randint(n: number): number {
    const range = n - 1;
    if (range === 0) return 0;
    const mask = 0xffffffff >>> Math.clz32(range);
    for (;;) {
      const value = (this.uint32() & mask) >>> 0;
      if (value <= range) return value;
    }
  }

  /** One draw of `np.random.randn()`: Marsaglia's polar method; each pair's second is kept for the next call. */
  normal(): number {
    if (this.#spareNormal !== undefined) {
      const spare = this.#spareNormal;
      this.#spareNormal = undefined;
      return spare;
    }
    let x1: number;
    let x2: number;
    let r2: number;
    do {
      x1 = 2 * this.random() - 1;
      x2 = 2 * this.random() - 1;
      r2 = x1 * x1 + x2 * x2;
    } while (r2 >= 1 || r2 === 0);
    const factor = Math.sqrt((-2 * Math.log(r2)) / r2);
    this.#spareNormal = factor * x1;
    return factor * x2;
  }

  #refill(): void {
    const key = this.#key;
    for (let i = 0; i < N; i++) {
      const y = (key[i]! & 0x80000000) | (key[(i + 1) % N]! & 0x7fffffff);
      key[i] = key[(i + M) % N]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.#position = 0;
  }
}
