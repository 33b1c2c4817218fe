import type { EpisodeRecord } from '@plumb/run';
import { drawText, LINE_HEIGHT } from './draw-text.ts';
import type { Film } from './film-episode.ts';

const LINES = 2;
const MARGIN = 4;
const WHITE = [235, 235, 235] as const;
const COLOURS = {
  success: [120, 220, 120],
  failure: [240, 130, 110],
  error: [250, 200, 90],
  cancelled: [200, 200, 200],
} as const;

/** The film with two lines below each frame: what was told, and which episode this is, its step and how it ended. */
export function captionFilm(film: Film, record: EpisodeRecord): Film {
  const height = film.height + LINES * LINE_HEIGHT + MARGIN;
  const frames = film.frames.map((frame, i) => {
    const data = new Uint8Array(film.width * height * 3);
    data.set(frame);
    const canvas = { width: film.width, height, data };
    const { task, episode, initState, status, steps } = record;
    const where = `task ${task} episode ${episode} init ${initState}  step ${film.steps[i]}/${steps}`;
    drawText(canvas, record.instruction, MARGIN, film.height + MARGIN, WHITE);
    drawText(canvas, `${where}  ${status}`, MARGIN, film.height + MARGIN + LINE_HEIGHT, COLOURS[status]);
    return data;
  });
  return { ...film, height, frames };
}
