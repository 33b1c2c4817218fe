import { inflateSync } from 'node:zlib';
import { malformedAsset } from '../malformed-asset.ts';
import { unfilter } from './unfilter.ts';

/** Limits. LIBERO's largest texture is 2048 x 2048; 64 megapixels are 200 MB of memory. */
export const PNG_LIMITS = { width: 16_384, height: 16_384, pixels: 64_000_000, chunks: 100_000 } as const;

/** RGB, row 0 at the top of the picture; an alpha channel is dropped, as MuJoCo drops it. */
export interface PngPicture {
  readonly width: number;
  readonly height: number;
  /** `height * width * 3` */
  readonly data: Uint8Array;
  /** Whether the file says so in an sRGB chunk. */
  readonly srgb: boolean;
}

/** glibc gives room beyond 32 MB back to the system when it is freed, and keeps smaller room in pieces: 60 MB of a scene. */
const ROOM = 33 << 20;
const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Bytes of a pixel by PNG's colour type: grey, RGB, palette, grey and alpha, RGBA. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/**
 * A PNG of 8 bits a channel, not interlaced: what MuJoCo's scenes have. With the platform's own inflate this takes 0.1 s
 * for 2048 x 2048 pixels, twenty times less than a PNG library in JavaScript. Throws `TEXTURE_MALFORMED`, before
 * anything is unpacked where the size is beyond `PNG_LIMITS`.
 */
export function readPng(bytes: Uint8Array, place: string): PngPicture {
  const { width, height, colour, channels } = readHeader(bytes, place);
  const fail = (problem: string) => malformedAsset('texture', place, problem);
  const { packed, palette, srgb } = readChunks(bytes, fail);
  const raw = unpack(Buffer.concat(packed), height * (1 + width * channels), fail);
  const broken = unfilter(raw, width * channels, height, channels);
  if (broken >= 0) throw fail(`row ${broken} has a filter that does not exist`);
  if (colour === 3 && palette === undefined) throw fail('its palette is missing');
  return { width, height, data: toRgb(raw, width, height, colour, palette, fail), srgb };
}

/** What a PNG says of itself, without unpacking its pixels. Throws `TEXTURE_MALFORMED`. */
export function describePng(bytes: Uint8Array, place: string): Omit<PngPicture, 'data'> {
  const { width, height } = readHeader(bytes, place);
  const { srgb } = readChunks(bytes, (problem) => malformedAsset('texture', place, problem));
  return { width, height, srgb };
}

/** Sizes, refused where they are beyond `PNG_LIMITS` or of a kind that is not read. Throws `TEXTURE_MALFORMED`. */
function readHeader(bytes: Uint8Array, place: string) {
  const fail = (problem: string) => malformedAsset('texture', place, problem);
  const view = viewOf(bytes);
  if (bytes.length < 33 || SIGNATURE.some((byte, i) => bytes[i] !== byte)) throw fail('this is not a PNG');
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const [depth, colour, , , interlace] = bytes.subarray(24, 29);
  if (width < 1 || height < 1) throw fail('it has no pixels');
  if (width > PNG_LIMITS.width || height > PNG_LIMITS.height || width * height > PNG_LIMITS.pixels)
    throw fail(`its header declares ${width} x ${height} pixels, too many for a texture`);
  const channels = CHANNELS[colour!];
  if (channels === undefined || depth !== 8 || interlace !== 0)
    throw fail(
      `colour type ${colour}, ${depth} bits, interlace ${interlace} is not read; write it as 8-bit RGB`,
    );
  return { width, height, colour: colour!, channels };
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function readChunks(bytes: Uint8Array, fail: (problem: string) => Error) {
  const view = viewOf(bytes);
  const packed: Uint8Array[] = [];
  let palette: Uint8Array | undefined;
  let srgb = false;
  let offset = 8;
  for (let count = 0; offset + 12 <= bytes.length && count < PNG_LIMITS.chunks; count++) {
    const length = view.getUint32(offset);
    const type = String.fromCharCode(...bytes.subarray(offset + 4, offset + 8));
    const data = bytes.subarray(offset + 8, offset + 8 + length);
    if (data.length !== length) throw fail('it is cut short');
    if (type === 'IDAT') packed.push(data);
    else if (type === 'PLTE') palette = data;
    else if (type === 'sRGB') srgb = true;
    else if (type === 'IEND') return { packed, palette, srgb };
    offset += 12 + length;
  }
  throw fail('it is cut short');
}

/** Never more than the header promised: a bomb stops there. */
function unpack(packed: Uint8Array, size: number, fail: (problem: string) => Error): Uint8Array {
  let raw: Uint8Array;
  try {
    // in one piece that only costs what is written to it
    raw = inflateSync(packed, { maxOutputLength: size, chunkSize: Math.max(ROOM, size + 1) });
  } catch (cause) {
    throw fail(`its pixels cannot be unpacked: ${(cause as Error).message}`);
  }
  if (raw.length !== size) throw fail(`its pixels are ${raw.length} bytes, its header wants ${size}`);
  return raw;
}

/** `raw` is used up: pixels only ever move towards its start, but where a palette or grey makes them longer. */
function toRgb(
  raw: Uint8Array,
  width: number,
  height: number,
  colour: number,
  palette: Uint8Array | undefined,
  fail: (problem: string) => Error,
): Uint8Array {
  const channels = CHANNELS[colour]!;
  const out = channels < 3 ? new Uint8Array(width * height * 3) : raw;
  const source = colour === 3 ? palette! : raw;
  // grey is all three colours
  const [green, blue] = colour === 0 || colour === 4 ? [0, 0] : [1, 2];
  let to = 0;
  for (let row = 0; row < height; row++) {
    let from = row * (1 + width * channels) + 1;
    if (colour === 2) {
      raw.copyWithin(to, from, from + width * 3);
      to += width * 3;
      continue;
    }
    for (let column = 0; column < width; column++, from += channels, to += 3) {
      const at = colour === 3 ? raw[from]! * 3 : from;
      if (at + blue >= source.length) throw fail('a pixel lies beyond its palette');
      out[to] = source[at]!;
      out[to + 1] = source[at + green]!;
      out[to + 2] = source[at + blue]!;
    }
  }
  return out.subarray(0, to);
}
