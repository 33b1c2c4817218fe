import { join } from 'node:path';
import type { Drawing, Renderer } from '@plumb/camera';
import type { Image } from '@plumb/contract';
import { PlumbError } from '@plumb/core';
import { writeFilm } from '@plumb/evaluate/film';
import { type LiberoWorld, NpzFile, ZIP_LIMITS } from '@plumb/world';
import { contactSheet } from './contact-sheet.ts';
import { drawStates, type Shots } from './draw-states.ts';
import { STEPS_PER_SECOND } from './start-film.ts';
import { notWritten, writePicture } from './write-picture.ts';

/** Bytes of pictures held for sheets and films: a minute of two cameras at 256 pixels. More rows are thinned out. */
const MOST_HELD = 512_000_000;
/** Of an array's two headers in a `.npz`, and more. */
const HEADERS = 512;

export interface ShotsToWrite extends Shots {
  readonly out: string;
  /** Whether rows follow each other in time, as those of a file do and init states do not. */
  readonly film: boolean;
}

/** Every n-th row is on sheets and films: 1 unless there are too many pictures to hold. */
export function rowsBetween(states: number, { cameras, size }: Shots): number {
  return Math.ceil((states * cameras.length * size * size * 3) / MOST_HELD);
}

/** @throws PlumbError `PICTURES_TOO_MANY`, where an `.npz` would not hold what is asked for */
export function checkShots(states: number, { cameras, size, depth, segmentation }: Shots): void {
  const arrays = states * cameras.length;
  const bytes = arrays * (size * size * (depth ? 4 : 2) + HEADERS);
  if ((!depth && !segmentation) || (bytes <= ZIP_LIMITS.bytes && arrays <= ZIP_LIMITS.files)) return;
  throw new PlumbError({
    code: 'PICTURES_TOO_MANY',
    what: `${arrays} pictures of ${size} x ${size} do not fit into one .npz: ${(bytes / 1e9).toFixed(1)} GB.`,
    why: `A ZIP ends at 4 GB and ${ZIP_LIMITS.files} files.`,
    remedy:
      'Draw fewer rows at once, fewer cameras or smaller pictures, or leave --depth and --segmentation out.',
  });
}

/** Writes every picture as it is drawn, then sheets and films; the paths written. */
export async function writeShots(
  renderer: Renderer,
  world: LiberoWorld,
  states: readonly Float64Array[],
  shots: ShotsToWrite,
  say: (text: string) => void,
): Promise<string[]> {
  const files: string[] = [];
  const place = (file: string) => {
    files.push(join(shots.out, file));
    return files.at(-1)!;
  };
  const every = rowsBetween(states.length, shots);
  const held = new Map<string, Image[]>(shots.cameras.map((camera) => [camera, []]));
  const arrays = new ArrayFiles(shots);
  for (const { camera, row, drawing } of drawStates(renderer, world, states, shots)) {
    say(`drawing ${camera} ${row + 1} of ${states.length} …`);
    if (row % every === 0) held.get(camera)!.push(drawing.image!);
    await writePicture(place(`${camera}_${row}.png`), drawing.image!);
    arrays.add(`${camera}_${row}`, drawing);
  }
  files.push(...arrays.close());
  for (const [camera, taken] of held) {
    if (taken.length < 2) continue;
    await writePicture(place(`sheet_${camera}.png`), contactSheet(taken));
    if (!shots.film) continue;
    const film = { width: shots.size, height: shots.size, frames: taken.map(({ data }) => data) };
    await writeFilm(place(`${camera}.webp`), film, STEPS_PER_SECOND / every);
  }
  return files;
}

/** `depth.npz` and `segmentation.npz`, as far as they are asked for and something was drawn. */
class ArrayFiles {
  readonly #shots: ShotsToWrite;
  readonly #files = new Map<string, NpzFile>();

  constructor(shots: ShotsToWrite) {
    this.#shots = shots;
  }

  add(name: string, { depth, segmentation }: Drawing): void {
    if (depth) this.#add('depth.npz', name, depth);
    if (segmentation) this.#add('segmentation.npz', name, segmentation);
  }

  #add(file: string, name: string, data: Float32Array | Int16Array): void {
    const { out, size } = this.#shots;
    const path = join(out, file);
    writing(path, () => {
      let npz = this.#files.get(path);
      if (npz === undefined) {
        npz = new NpzFile(path);
        this.#files.set(path, npz);
      }
      npz.add(name, { shape: [size, size], data });
    });
  }

  /** The paths. */
  close(): string[] {
    for (const [path, npz] of this.#files) writing(path, () => npz.close());
    return [...this.#files.keys()];
  }
}

function writing<T>(path: string, write: () => T): T {
  try {
    return write();
  } catch (cause) {
    throw notWritten(path, cause as Error);
  }
}
