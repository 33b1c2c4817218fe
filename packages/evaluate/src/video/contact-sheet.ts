import type { Film } from './film-episode.ts';

/** Moments of an episode on a sheet. */
const COLUMNS = 6;

export interface Sheet {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** One picture of several episodes: a row each, from the settled scene to the end. Films of equal size. */
export function contactSheet(films: readonly Film[]): Sheet {
  const { width, height } = films[0]!;
  const sheet = { width: width * COLUMNS, height: height * films.length, data: new Uint8Array() };
  const data = new Uint8Array(sheet.width * sheet.height * 3);
  for (const [row, { frames }] of films.entries()) {
    for (let column = 0; column < COLUMNS; column++) {
      const frame = frames[Math.round((column * (frames.length - 1)) / (COLUMNS - 1))]!;
      for (let y = 0; y < height; y++)
        data.set(
          frame.subarray(y * width * 3, (y + 1) * width * 3),
          ((row * height + y) * sheet.width + column * width) * 3,
        );
    }
  }
  return { ...sheet, data };
}
