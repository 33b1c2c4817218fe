import { PlumbError } from '@plumb/core';
import { episodeName } from './episode-name.ts';
import type { EpisodeKey, EpisodeRecord, ProbeRecord, StepRecord } from './record.ts';
import type { RunSession, RunSpec } from './run-spec.ts';
import type { Database } from './store/database.ts';
import { findRunFolder, openStore } from './store/open-store.ts';
import { unpackSteps } from './store/pack-steps.ts';
import { readProbes } from './store/probe-table.ts';
import { readSessions } from './store/sessions-table.ts';
import { readEpisodes, readSessionOf, readSpec, readStepData } from './store/tables.ts';

/** A run as it stands, also while somebody writes it. `close` it. */
export class Run {
  readonly folder: string;
  readonly spec: RunSpec;
  /** In the order of suite, task and episode. */
  readonly episodes: readonly EpisodeRecord[];
  readonly sessions: readonly RunSession[];
  /** What `plumb debug` found of its policy, in the order of asking. */
  readonly probes: readonly ProbeRecord[];
  readonly #db: Database;

  /** @internal */
  constructor(folder: string, db: Database) {
    this.folder = folder;
    this.#db = db;
    this.spec = readSpec(db, folder);
    this.episodes = readEpisodes(db, folder);
    this.sessions = readSessions(db, folder);
    this.probes = readProbes(db, folder);
  }

  episode(key: Pick<EpisodeKey, 'suite' | 'task' | 'episode'>): EpisodeRecord | undefined {
    const name = episodeName(key);
    return this.episodes.find((record) => episodeName(record) === name);
  }

  /** Every control step of an episode, in order. Throws `EPISODE_MISSING`, `RUN_DAMAGED`. */
  steps(key: Pick<EpisodeKey, 'suite' | 'task' | 'episode'>): StepRecord[] {
    const place = `${this.folder}#${episodeName(key)}`;
    const data = readStepData(this.#db, key);
    if (data === undefined)
      throw new PlumbError({
        code: 'EPISODE_MISSING',
        what: `There is no episode ${episodeName(key)} in ${this.folder}.`,
        why: 'It was not run, or not finished.',
        remedy: `See which there are: plumb show ${this.folder} --json.`,
      });
    return unpackSteps(data, place);
  }

  /** The number of the sitting that ran an episode, from 1 in `sessions`; undefined where that was not kept. */
  sittingOf(key: Pick<EpisodeKey, 'suite' | 'task' | 'episode'>): number | undefined {
    return readSessionOf(this.#db, key);
  }

  close(): void {
    this.#db.close();
  }
}

/** Opens a run by its folder or its `run.db`. Throws `RUN_MISSING`, `RUN_DAMAGED`, `RUN_NEWER`. */
export function openRun(path: string): Run {
  const folder = findRunFolder(path);
  const db = openStore(folder);
  try {
    return new Run(folder, db);
  } catch (error) {
    db.close();
    throw error;
  }
}
