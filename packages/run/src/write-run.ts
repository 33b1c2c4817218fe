import { statSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolders, PlumbError } from '@plumb/core';
import { episodeName } from './episode-name.ts';
import type { EpisodeRecord, StepRecord } from './record.ts';
import { type RunEnvironment, thisEnvironment } from './run-environment.ts';
import type { RunSession, RunSpec, SessionEnd } from './run-spec.ts';
import { type Database, openDatabase, sqliteCode } from './store/database.ts';
import { lockRun } from './store/lock-run.ts';
import {
  DATABASE_FILE,
  emptyLog,
  findRunFolder,
  hasTables,
  openStore,
  setJournal,
} from './store/open-store.ts';
import { packSteps } from './store/pack-steps.ts';
import { addSession, endSession, startSession } from './store/sessions-table.ts';
import {
  addNewerColumns,
  createTables,
  readEpisodes,
  readSpec,
  writeEpisode,
  writeErrors,
} from './store/tables.ts';

const SQLITE_BUSY = 5;
const SQLITE_IOERR = 10;
const SQLITE_FULL = 13;

interface Sitting {
  readonly workers: number;
  readonly environment: Required<RunEnvironment>;
  readonly earlier?: readonly RunSession[];
}

/** The one writer of a run folder. What `write` was given is on the disk when it returns. */
export class RunWriter {
  readonly folder: string;
  readonly spec: RunSpec;
  readonly #db: Database;
  readonly #unlock: () => void;
  readonly #session: number;
  readonly #inode: bigint | undefined;
  readonly #done = new Map<string, EpisodeRecord>();

  private constructor(folder: string, db: Database, unlock: () => void, sitting: Sitting) {
    this.folder = folder;
    this.#db = db;
    this.#unlock = unlock;
    this.spec = readSpec(db, folder);
    for (const record of readEpisodes(db, folder)) this.#done.set(episodeName(record), record);
    for (const session of sitting.earlier ?? []) addSession(db, session);
    this.#inode = inodeOf(folder);
    this.#session = startSession(db, sitting.workers, sitting.environment);
  }

  /**
   * A new run; folders above are made. `earlier`: sittings elsewhere whose episodes will be written. Throws `RUN_EXISTS`,
   * `RUN_IN_USE`, `RUN_NOT_WRITTEN`.
   */
  static create(
    folder: string,
    spec: RunSpec,
    workers: number,
    earlier: readonly RunSession[] = [],
  ): RunWriter {
    const begun =
      'Nothing was run yet. Make room or repair, then run it again; or give another folder to --out.';
    return guard(
      folder,
      () => {
        makeFolder(folder);
        return RunWriter.#locked(folder, spec, {
          workers,
          environment: thisEnvironment(spec.plumb),
          earlier,
        });
      },
      begun,
    );
  }

  /**
   * An existing run, to go on with by the Plumb of this version. Whether it is the one that began the run is for the caller
   * to ask (`environmentsOf`). Throws `RUN_MISSING`, `RUN_DAMAGED`, `RUN_NEWER`, `RUN_IN_USE`.
   */
  static resume(path: string, workers: number, version: string): RunWriter {
    const folder = findRunFolder(path);
    const environment = thisEnvironment(version);
    return guard(folder, () => RunWriter.#locked(folder, undefined, { workers, environment }));
  }

  static #locked(folder: string, spec: RunSpec | undefined, sitting: Sitting): RunWriter {
    const unlock = lockRun(folder);
    let db: Database | undefined;
    try {
      db = spec ? openDatabase(join(folder, DATABASE_FILE)) : openStore(folder);
      setJournal(db);
      if (spec) {
        // a process that died before its first commit leaves a file without tables
        if (hasTables(db)) throw exists(folder);
        createTables(db, spec);
      } else addNewerColumns(db);
      return new RunWriter(folder, db, unlock, sitting);
    } catch (error) {
      db?.close();
      unlock();
      throw error;
    }
  }

  /** Everything that was written, this time and before, by `episodeName`. */
  get episodes(): ReadonlyMap<string, EpisodeRecord> {
    return this.#done;
  }

  /**
   * Commits an episode. What ended in success or failure is final; an error or a cancelled episode may be written over.
   * `sitting`: the number of the one that ran it, from 1; this one unless given. Throws `RUN_NOT_WRITTEN` where the disk is
   * full or gone; the run stays as it was. Throws `RUN_REMOVED`.
   */
  write(record: EpisodeRecord, steps: readonly StepRecord[], sitting: number | null = this.#session): void {
    const name = episodeName(record);
    const before = this.#done.get(name);
    if (before?.status === 'success' || before?.status === 'failure')
      throw new Error(`${name} was written before`);
    // into a file without a name SQLite writes on, to nobody's use
    if (inodeOf(this.folder) !== this.#inode) throw removed(this.folder);
    guard(this.folder, () => writeEpisode(this.#db, record, packSteps(steps), sitting));
    this.#done.set(name, record);
  }

  /** Keeps errors that came after an episode was written; nothing where it was not. */
  keepErrors(name: string, errors: Pick<EpisodeRecord, 'firstError' | 'laterErrors'>): void {
    const before = this.#done.get(name);
    if (before === undefined) return;
    guard(this.folder, () => writeErrors(this.#db, before, errors));
    this.#done.set(name, { ...before, ...errors });
  }

  /** @internal For specs: as if the disk were full after so many pages. */
  limitPages(pages: number): void {
    this.#db.all(`PRAGMA max_page_count = ${pages}`);
  }

  /** Notes how this sitting ended, and gives the run free. */
  close(end: SessionEnd, note?: string): void {
    try {
      guard(this.folder, () => endSession(this.#db, this.#session, end, note));
    } finally {
      emptyLog(this.#db);
      this.#db.close();
      this.#unlock();
    }
  }
}

/** By SQLite's code. */
const WHY = new Map<number | undefined, string>([
  [SQLITE_BUSY, 'Another program has held its run.db locked for writing, and did not let go in time.'],
  [SQLITE_IOERR, 'The disk does not take what is written to it.'],
]);

/** SQLite's and the file system's errors become ones that say what to do. */
export function guard<T>(
  folder: string,
  action: () => T,
  remedy = `Everything finished until now is kept. Make room or repair, then: plumb eval --resume ${folder}`,
): T {
  try {
    return action();
  } catch (cause) {
    if (cause instanceof PlumbError) throw cause;
    const code = sqliteCode(cause);
    const system = (cause as NodeJS.ErrnoException).code;
    const full = code === SQLITE_FULL || system === 'ENOSPC';
    if (!full && code === undefined && system === undefined) throw cause;
    throw new PlumbError(
      {
        code: full ? 'RUN_DISK_FULL' : 'RUN_NOT_WRITTEN',
        what: `${folder} cannot be written: ${(cause as Error).message}.`,
        why: full
          ? 'The disk is full.'
          : (WHY.get(code) ?? 'The folder may be read-only, or its file system gone.'),
        remedy,
      },
      { cause, permanent: false },
    );
  }
}

/** `option`: what names the folder on the command line. */
export function makeFolder(folder: string, option = '--out'): void {
  try {
    makeFolders(folder);
  } catch (cause) {
    throw new PlumbError(
      {
        code: 'RUN_NOT_WRITTEN',
        what: `The folder ${folder} cannot be made: ${(cause as Error).message}.`,
        why: 'The folder above it may be read-only, or a file have its name.',
        remedy: `Give another folder to ${option}.`,
      },
      { cause },
    );
  }
}

/** Which file it is, whatever it is called. */
const inodeOf = (folder: string) =>
  statSync(join(folder, DATABASE_FILE), { bigint: true, throwIfNoEntry: false })?.ino;

function removed(folder: string): PlumbError {
  return new PlumbError({
    code: 'RUN_REMOVED',
    what: `${join(folder, DATABASE_FILE)} was removed or replaced while it was written.`,
    why: 'Somebody deleted, moved or restored the folder of a run that goes on; every further episode would be lost.',
    remedy: `If the folder was moved: plumb eval --resume with its new name. Else begin again: plumb eval … --out ${folder}`,
  });
}

function exists(folder: string): PlumbError {
  return new PlumbError({
    code: 'RUN_EXISTS',
    what: `There is a run in ${folder} already.`,
    why: 'A run is never written over.',
    remedy: `Go on with it: plumb eval --resume ${folder}. Or give another folder to --out.`,
  });
}
