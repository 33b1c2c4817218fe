import { join } from 'node:path';
import { type EpisodeRecord, episodeName, type Run } from '@plumb/run';
import { findPhysics, TaskOpener } from '@plumb/world';
import { lookOf, rulesOf } from '../host/rules-of.ts';
import { TaskStage } from '../worker/task-stage.ts';
import { captionFilm } from './caption-film.ts';
import { contactSheet } from './contact-sheet.ts';
import { type Film, filmEpisode } from './film-episode.ts';
import { notWritten, writeFilm, writeWhole } from './write-film.ts';

const CAMERAS = ['agentview', 'robot0_eye_in_hand'];
const SIZE = 256;
/** Every fourth step at ten frames a second: twice as fast as it was. */
const EVERY = 4;
const FRAMES_PER_SECOND = 10;

export interface FilmRunOptions {
  /** At most so many films. */
  readonly count: number;
  /** Whether successes are filmed where failures are fewer. */
  readonly successes: boolean;
  readonly onFilm?: (name: string) => void;
  readonly signal?: AbortSignal;
}

/**
 * Plays episodes of a finished run again and writes `videos/<suite>-<task>-<episode>-<status>.webp`, failures first and
 * every task once before any twice, and `videos/contact-sheet.webp`. The paths written.
 */
export async function filmRun(run: Run, options: FilmRunOptions): Promise<string[]> {
  const chosen = chooseEpisodes(run.episodes, options);
  if (chosen.length === 0) return [];
  const { spec } = run;
  const folder = join(run.folder, 'videos');
  const opener = await TaskOpener.create(undefined, findPhysics(spec.physics.version));
  const paths: string[] = [];
  const films: Film[] = [];
  let stage: { task: number; stage: TaskStage } | undefined;
  for (const record of chosen) {
    if (options.signal?.aborted) break;
    options.onFilm?.(episodeName(record));
    if (stage?.task !== record.task) {
      stage?.stage.delete();
      const { suite, task } = record;
      const options = { suite, task, seed: record.seed, cameras: true, look: lookOf(spec) };
      const opened = await TaskStage.open(opener, options);
      stage = { task, stage: opened };
    }
    const rows = run.steps(record).map((step) => step.executed);
    const executed = Float64Array.from(rows.flatMap((row) => [...row]));
    const job = { ...record, attempt: 1 };
    const film = filmEpisode(stage.stage, job, rulesOf(spec), executed, {
      cameras: CAMERAS,
      size: SIZE,
      every: EVERY,
    });
    const captioned = captionFilm(film, record);
    films.push(captioned);
    const { suite, task, episode, status } = record;
    const path = join(folder, `${suite}-${task}-${episode}-${status}.webp`);
    await writeFilm(path, captioned, FRAMES_PER_SECOND);
    paths.push(path);
  }
  stage?.stage.delete();
  if (films.length === 0) return paths;
  return [...paths, await writeSheet(folder, films)];
}

async function writeSheet(folder: string, films: readonly Film[]): Promise<string> {
  const { default: sharp } = await import('sharp');
  const { width, height, data } = contactSheet(films);
  const path = join(folder, 'contact-sheet.webp');
  try {
    const sheet = sharp(data, { raw: { width, height, channels: 3 } }).webp({ quality: 80 });
    await writeWhole(path, await sheet.toBuffer());
  } catch (cause) {
    throw notWritten(path, (cause as Error).message, cause);
  }
  return path;
}

function chooseEpisodes(
  episodes: readonly EpisodeRecord[],
  { count, successes }: FilmRunOptions,
): EpisodeRecord[] {
  const rank = new Map<EpisodeRecord, number>();
  const seen = new Map<string, number>();
  for (const record of episodes) {
    const key = `${record.task} ${record.status}`;
    rank.set(record, seen.get(key) ?? 0);
    seen.set(key, rank.get(record)! + 1);
  }
  const of = (status: EpisodeRecord['status']) =>
    episodes
      .filter((record) => record.status === status && record.steps > 0)
      .sort((a, b) => rank.get(a)! - rank.get(b)! || a.task - b.task);
  const wanted = [...of('failure'), ...(successes ? of('success') : [])].slice(0, count);
  // a world is opened once a task
  return wanted.sort((a, b) => a.task - b.task || a.episode - b.episode);
}
