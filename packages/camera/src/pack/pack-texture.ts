import type { SceneTexture } from '@plumb/contract';
import { texelsOf } from '../check/check-scene.ts';
import { LAYOUT } from '../kernel/layout.ts';
import type { Arena } from './arena.ts';
import { halveLevel } from './halve-level.ts';

/** A level in the arena: one image or six, each in a frame of one texel. Sides in texels, the rest in bytes. */
export interface Level {
  readonly width: number;
  readonly height: number;
  readonly stride: number;
  /** Of an image with its frame. */
  readonly bytes: number;
  readonly start: number;
}

/**
 * A texture with its mipmaps in the arena, each level in a frame of one texel. Levels halve (rounded down) and are
 * resampled linearly, as Mesa's `glGenerateMipmap` does. @returns its address
 */
export function packTexture(arena: Arena, texture: SceneTexture, decodeSrgb: boolean): number {
  const cube = texture.type !== '2d';
  const repeated = cube && texture.width === texture.height;
  const height = cube ? texture.width : texture.height;
  const images = cube && !repeated ? 6 : 1;
  const count = Math.floor(Math.log2(Math.max(texture.width, height))) + 1;
  const address = arena.allocate(LAYOUT.TEXTURE_FIRST_LEVEL + count * LAYOUT.LEVEL_BYTES);
  const levels = Array.from({ length: count }, (_, i) =>
    allocateLevel(arena, Math.max(1, texture.width >> i), Math.max(1, height >> i), images),
  );
  writeHeader(arena, address, levels, images > 1);
  const texels = texelsOf(texture);
  const { bytes } = arena;
  for (let image = 0; image < images; image++) {
    for (const [i, level] of levels.entries()) {
      const start = level.start + image * level.bytes;
      if (i === 0)
        copyTexels(texels, image * level.width * level.height * 3, bytes, start, level, decodeSrgb);
      else halveLevel(bytes, levels[i - 1]!, level, image);
      drawFrame(bytes, start, level, cube);
    }
  }
  return address;
}

function allocateLevel(arena: Arena, width: number, height: number, images: number): Level {
  const stride = (width + 2) * 3;
  const bytes = stride * (height + 2);
  return { width, height, stride, bytes, start: arena.allocate(bytes * images) };
}

function writeHeader(
  { words, floats }: Arena,
  address: number,
  levels: readonly Level[],
  six: boolean,
): void {
  words[(address + LAYOUT.TEXTURE_LEVELS) >> 2] = levels.length;
  floats[(address + LAYOUT.TEXTURE_WIDTH) >> 2] = levels[0]!.width;
  floats[(address + LAYOUT.TEXTURE_HEIGHT) >> 2] = levels[0]!.height;
  for (const [i, { width, height, stride, bytes, start }] of levels.entries()) {
    const place = address + LAYOUT.TEXTURE_FIRST_LEVEL + i * LAYOUT.LEVEL_BYTES;
    words[(place + LAYOUT.LEVEL_DATA) >> 2] = start;
    floats.set([width, height], (place + LAYOUT.LEVEL_SIZES) >> 2);
    words[(place + LAYOUT.LEVEL_STRIDE) >> 2] = stride;
    words[(place + LAYOUT.LEVEL_FACE) >> 2] = six ? bytes : 0;
  }
}

function copyTexels(
  texels: Uint8Array,
  first: number,
  out: Uint8Array,
  start: number,
  { width, height, stride }: Level,
  decodeSrgb: boolean,
): void {
  for (let y = 0; y < height; y++) {
    const from = first + y * width * 3;
    const to = start + (y + 1) * stride + 3;
    if (!decodeSrgb) out.set(texels.subarray(from, from + width * 3), to);
    else for (let i = 0; i < width * 3; i++) out[to + i] = LINEAR[texels[from + i]!]!;
  }
}

/** The texels around an image: its own edge again, or what lies opposite where it repeats. */
function drawFrame(
  out: Uint8Array,
  start: number,
  { width, height, stride, bytes }: Level,
  clamp: boolean,
): void {
  for (let line = start + stride; line < start + bytes - stride; line += stride) {
    const [left, right] = [line + 3, line + width * 3];
    out.copyWithin(line, clamp ? left : right, (clamp ? left : right) + 3);
    out.copyWithin(right + 3, clamp ? right : left, (clamp ? right : left) + 3);
  }
  const [top, bottom] = [start + stride, start + height * stride];
  out.copyWithin(start, clamp ? top : bottom, (clamp ? top : bottom) + stride);
  out.copyWithin(bottom + stride, clamp ? bottom : top, (clamp ? bottom : top) + stride);
}

const LINEAR = Uint8Array.from({ length: 256 }, (_, i) => {
  const value = i / 255;
  return Math.round(255 * (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
});
