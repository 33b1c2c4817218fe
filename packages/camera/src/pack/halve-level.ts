import type { Level } from './pack-texture.ts';

/** Writes image number `image` of a level from that of the level `above` it, both in `bytes`, without its frame. */
export function halveLevel(bytes: Uint8Array, above: Level, level: Level, image: number): void {
  const from = above.start + image * above.bytes + above.stride + 3;
  const to = level.start + image * level.bytes + level.stride + 3;
  if (above.width % 2 === 0 && above.height % 2 === 0) halveEvenly(bytes, from, above.stride, to, level);
  else resample(bytes, from, above, to, level);
}

/** Where four texels of equal weight become one: most levels, in whole numbers. */
function halveEvenly(
  bytes: Uint8Array,
  from: number,
  line: number,
  to: number,
  { width, height, stride }: Level,
): void {
  for (let y = 0; y < height; y++) {
    let a = from + y * 2 * line;
    let b = a + line;
    for (let at = to + y * stride, end = at + width * 3; at < end; at += 3, a += 6, b += 6) {
      bytes[at] = (bytes[a]! + bytes[a + 3]! + bytes[b]! + bytes[b + 3]! + 2) >> 2;
      bytes[at + 1] = (bytes[a + 1]! + bytes[a + 4]! + bytes[b + 1]! + bytes[b + 4]! + 2) >> 2;
      bytes[at + 2] = (bytes[a + 2]! + bytes[a + 5]! + bytes[b + 2]! + bytes[b + 5]! + 2) >> 2;
    }
  }
}

function resample(bytes: Uint8Array, from: number, above: Level, to: number, level: Level): void {
  const columns = weights(above.width, level.width);
  const lines = weights(above.height, level.height);
  for (let y = 0; y < level.height; y++) {
    const upper = from + lines.first[y]! * above.stride;
    const lower = from + lines.second[y]! * above.stride;
    const fy = lines.share[y]!;
    for (let x = 0; x < level.width; x++) {
      const left = columns.first[x]! * 3;
      const right = columns.second[x]! * 3;
      const fx = columns.share[x]!;
      const at = to + y * level.stride + x * 3;
      for (let k = 0; k < 3; k++) {
        const a = bytes[upper + left + k]! * (1 - fx) + bytes[upper + right + k]! * fx;
        const b = bytes[lower + left + k]! * (1 - fx) + bytes[lower + right + k]! * fx;
        bytes[at + k] = a * (1 - fy) + b * fy + 0.5;
      }
    }
  }
}

function weights(from: number, to: number) {
  const first = new Int32Array(to);
  const second = new Int32Array(to);
  const share = new Float64Array(to);
  for (let i = 0; i < to; i++) {
    const centre = ((i + 0.5) * from) / to - 0.5;
    const low = Math.floor(centre);
    first[i] = Math.max(0, low);
    second[i] = Math.min(from - 1, low + 1);
    share[i] = centre - low;
  }
  return { first, second, share };
}
