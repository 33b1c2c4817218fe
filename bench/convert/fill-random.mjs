import { randomFillSync } from 'node:crypto';

/** Random mantissas and signs with exponents of weights: finite float32 numbers below 1. */
export function fillRandom(block) {
  randomFillSync(block);
  const words = new Uint32Array(block.buffer, block.byteOffset, block.length / 4);
  for (let i = 0; i < words.length; i++)
    words[i] = (words[i] & 0x807fffff) | (0x3c000000 - ((words[i] & 3) << 23));
}
