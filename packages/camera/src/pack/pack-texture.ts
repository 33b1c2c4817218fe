import type { SceneTexture } from '@plumb/contract';
import { texelsOf } from '../check/check-scene.ts';
import { LAYOUT } from '../kernel/layout.ts';
import type { Arena } from './arena.ts';

/**
 * A texture with its mipmaps in the arena, each level in a frame of one texel. Levels halve (rounded down) and are
 * resampled linearly, as Mesa's `glGenerateMipmap` does. @returns its address
 */
export function packTexture(arena: Arena, texture: SceneTexture, decodeSrgb: boolean): number {
  const cube = texture.type !== '2d';
  const faces = cube ? 6 : 1;
  const repeated = cube && texture.width === texture.height;
  const height = cube ? texture.width : texture.height;
  const levels = Math.floor(Math.log2(Math.max(texture.width, height))) + 1;
  const address = arena.allocate(LAYOUT.TEXTURE_FIRST_LEVEL + levels * LAYOUT.LEVEL_BYTES);
  arena.words[(address + LAYOUT.TEXTURE_LEVELS) >> 2] = levels;
  arena.floats[(address + LAYOUT.TEXTURE_WIDTH) >> 2] = texture.width;
  arena.floats[(address + LAYOUT.TEXTURE_HEIGHT) >> 2] = height;
  const texels = texelsOf(texture);
  const data = decodeSrgb ? decode(texels) : texels;
  const faceBytes = texture.width * height * 3;
  const stored = cube && !repeated ? 6 : 1;
  let images = Array.from({ length: stored }, (_, i) => data.subarray(i * faceBytes, (i + 1) * faceBytes));
  let w = texture.width;
  let h = height;
  for (let level = 0; level < levels; level++) {
    const stride = (w + 2) * 3;
    const bytes = stride * (h + 2);
    const start = arena.allocate(bytes * stored);
    for (const [face, image] of images.entries())
      frameLevel(image, w, h, cube, arena.bytes.subarray(start + face * bytes, start + (face + 1) * bytes));
    const place = address + LAYOUT.TEXTURE_FIRST_LEVEL + level * LAYOUT.LEVEL_BYTES;
    arena.words[(place + LAYOUT.LEVEL_DATA) >> 2] = start;
    const next = [Math.max(1, w >> 1), Math.max(1, h >> 1)] as const;
    arena.floats.set([w, h, ...next], (place + LAYOUT.LEVEL_SIZES) >> 2);
    arena.words[(place + LAYOUT.LEVEL_STRIDE) >> 2] = stride;
    arena.words[(place + LAYOUT.LEVEL_FACE) >> 2] = stored === faces && faces > 1 ? bytes : 0;
    if (level + 1 === levels) break;
    images = images.map((image) => halve(image, w, h));
    [w, h] = next;
  }
  return address;
}

function frameLevel(image: Uint8Array, w: number, h: number, clamp: boolean, out: Uint8Array): void {
  const stride = (w + 2) * 3;
  for (let line = -1; line <= h; line++) {
    const source = (line < 0 ? (clamp ? 0 : h - 1) : line === h ? (clamp ? h - 1 : 0) : line) * w * 3;
    const to = (line + 1) * stride;
    out.set(image.subarray(source, source + w * 3), to + 3);
    const before = source + (clamp ? 0 : w - 1) * 3;
    const after = source + (clamp ? w - 1 : 0) * 3;
    for (let k = 0; k < 3; k++) {
      out[to + k] = image[before + k]!;
      out[to + (w + 1) * 3 + k] = image[after + k]!;
    }
  }
}

function halve(image: Uint8Array, w: number, h: number): Uint8Array {
  const nw = Math.max(1, w >> 1);
  const nh = Math.max(1, h >> 1);
  const out = new Uint8Array(nw * nh * 3);
  if (w % 2 === 0 && h % 2 === 0) return halveEvenly(image, nw, nh, out);
  const columns = weights(w, nw);
  const lines = weights(h, nh);
  for (let y = 0; y < nh; y++) {
    const upper = lines.first[y]! * w * 3;
    const lower = lines.second[y]! * w * 3;
    const fy = lines.share[y]!;
    for (let x = 0; x < nw; x++) {
      const left = columns.first[x]! * 3;
      const right = columns.second[x]! * 3;
      const fx = columns.share[x]!;
      const at = (y * nw + x) * 3;
      for (let k = 0; k < 3; k++) {
        const a = image[upper + left + k]! * (1 - fx) + image[upper + right + k]! * fx;
        const b = image[lower + left + k]! * (1 - fx) + image[lower + right + k]! * fx;
        out[at + k] = a * (1 - fy) + b * fy + 0.5;
      }
    }
  }
  return out;
}

/** The same where four texels of equal weight become one: most levels, in whole numbers. */
function halveEvenly(image: Uint8Array, nw: number, nh: number, out: Uint8Array): Uint8Array {
  const line = nw * 6;
  let at = 0;
  for (let y = 0; y < nh; y++) {
    for (let from = y * 2 * line, end = from + line; from < end; from += 6) {
      for (let k = from; k < from + 3; k++)
        out[at++] = (image[k]! + image[k + 3]! + image[k + line]! + image[k + line + 3]! + 2) >> 2;
    }
  }
  return out;
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

const LINEAR = Uint8Array.from({ length: 256 }, (_, i) => {
  const value = i / 255;
  return Math.round(255 * (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
});

function decode(data: Uint8Array): Uint8Array {
  return data.map((value) => LINEAR[value]!);
}
