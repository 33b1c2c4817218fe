import { elementCount } from '@plumb/contract';

/**
 * Weights that a name and a shape decide, the same on every machine and in `oracle/model/hash_weights.py`: a 32-bit hash of
 * name and index, uniform in [-1, 1). A matrix keeps the variance of what goes in, a norm's weight is around 1, biases
 * and tokens are small.
 */
export function hashValues(name: string, shape: readonly number[], seed = 0): Float32Array {
  let start = (2166136261 ^ seed) >>> 0;
  for (const byte of new TextEncoder().encode(name)) start = Math.imul(start ^ byte, 16777619) >>> 0;
  const [scale, offset] = spread(name, shape);
  return Float32Array.from({ length: elementCount(shape) }, (_, i) => {
    let x = (Math.imul(i, 2654435761) + start) >>> 0;
    x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
    x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
    x ^= x >>> 16;
    return offset + scale * ((x >>> 8) / 2 ** 23 - 1);
  });
}

function spread(name: string, shape: readonly number[]): readonly [scale: number, offset: number] {
  if (shape.length >= 2 && name.endsWith('weight') && !name.includes('embed_tokens'))
    return [Math.sqrt(3 / elementCount(shape.slice(1))), 0];
  if (shape.length !== 1) return [1, 0];
  return /(?:weight|gamma|lambda1|action_std)$/.test(name) ? [0.1, 1] : [0.1, 0];
}
