import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import { makeFolders, PlumbError } from '@plumb/core';

/** Pictures that follow each other, row 0 at the top, `height * width * 3` bytes RGB each. */
export interface Frames {
  readonly width: number;
  readonly height: number;
  readonly frames: readonly Uint8Array[];
}

/** WebP's bound for the side of a picture; the frames of an animation lie below each other in memory. */
const LONGEST_SIDE = 16_383;
const QUALITY = 85;

/**
 * Writes an animated WebP that loops; folders are made. Throws `VIDEO_FORMAT` for another ending than `.webp`, and
 * `VIDEO_NOT_WRITTEN` where the file cannot be written or there is nothing to show.
 */
export async function writeFilm(path: string, film: Frames, framesPerSecond: number): Promise<void> {
  const { width, height, frames } = film;
  checkFilm(path);
  if (frames.length === 0) throw notWritten(path, 'there is no frame');
  if (Math.max(width, height) > LONGEST_SIDE) throw notWritten(path, `WebP ends at ${LONGEST_SIDE} pixels`);
  const { default: sharp } = await import('sharp');
  const raw = { width, height: height * frames.length, channels: 3, pageHeight: height } as const;
  try {
    const bytes = await sharp(Buffer.concat(frames), { raw, limitInputPixels: false })
      .webp({ quality: QUALITY, loop: 0, delay: frames.map(() => Math.round(1000 / framesPerSecond)) })
      .toBuffer();
    makeFolders(dirname(path));
    await writeWhole(path, bytes);
  } catch (cause) {
    throw notWritten(path, (cause as Error).message, cause);
  }
}

/** Writes a file or leaves none: half a film on a full disk looks like a damaged one. */
export async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const part = `${path}.part`;
  try {
    await writeFile(part, bytes);
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/** Throws `VIDEO_FORMAT` for another ending than `.webp`: worth asking before an episode is played. */
export function checkFilm(path: string): void {
  if (extname(path).toLowerCase() !== '.webp') throw unknownFormat(path);
}

function unknownFormat(path: string): PlumbError {
  return new PlumbError({
    code: 'VIDEO_FORMAT',
    what: `${path} does not end in .webp.`,
    why: 'Videos are written as animated WebP, which browsers and most viewers play.',
    remedy: 'Name it .webp.',
  });
}

export function notWritten(path: string, why: string, cause?: unknown): PlumbError {
  return new PlumbError(
    {
      code: 'VIDEO_NOT_WRITTEN',
      what: `${path} cannot be written.`,
      why: `${why}.`,
      remedy: 'Name a folder that you may write to, smaller pictures or fewer of them.',
    },
    { cause },
  );
}
