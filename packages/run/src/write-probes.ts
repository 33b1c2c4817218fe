import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ProbeRecord, ProbeResult } from './record.ts';
import type { RunSpec } from './run-spec.ts';
import { type Database, openDatabase } from './store/database.ts';
import { lockRun } from './store/lock-run.ts';
import { DATABASE_FILE, emptyLog, openStore, setJournal } from './store/open-store.ts';
import { createProbeTable, dropProbesBefore, writeProbe } from './store/probe-table.ts';
import { createTables, readSpec } from './store/tables.ts';
import { guard, makeFolder } from './write-run.ts';

const REMEDY =
  'What was in the run before is kept. Make room or repair, then ask the policy again; or give another folder to --run.';

/**
 * Puts into a run what `plumb debug` finds of its policy. What `write` was given is on the disk when it returns. No sitting
 * of the run: it runs none of its episodes.
 */
export class ProbeWriter {
  readonly folder: string;
  readonly #db: Database;
  readonly #unlock: () => void;
  readonly #asked = new Date().toISOString();
  readonly #suite: string;

  private constructor(folder: string, db: Database, unlock: () => void, suite: string) {
    this.folder = folder;
    this.#db = db;
    this.#unlock = unlock;
    this.#suite = suite;
  }

  /**
   * `spec`: of the run that is made where there is none; `suite`: whose tasks the policy is asked in. What was found before
   * stays until the same is found anew. Throws `RUN_IN_USE`, `RUN_DAMAGED`, `RUN_NEWER`, `RUN_NOT_WRITTEN`.
   */
  static open(folder: string, spec: RunSpec, suite: string): ProbeWriter {
    const open = () => {
      makeFolder(folder, '--run');
      const unlock = lockRun(folder);
      let db: Database | undefined;
      try {
        db = openRunOrMakeIt(folder, spec);
        readSpec(db, folder);
        createProbeTable(db);
        return new ProbeWriter(folder, db, unlock, suite);
      } catch (error) {
        db?.close();
        unlock();
        throw error;
      }
    };
    return guard(folder, open, REMEDY);
  }

  write({ name, outcome, text, numbers }: ProbeResult): void {
    this.copy({ name, outcome, text, numbers, asked: this.#asked, suite: this.#suite });
  }

  /** What another run holds of the same policy, as it is. */
  copy(record: ProbeRecord): void {
    guard(this.folder, () => writeProbe(this.#db, record), REMEDY);
  }

  /** Gives the run free. `complete`: everything was asked, and what an earlier debug found is no longer of use. */
  close(complete: boolean): void {
    try {
      if (complete) guard(this.folder, () => dropProbesBefore(this.#db, this.#asked), REMEDY);
    } finally {
      emptyLog(this.#db);
      this.#db.close();
      this.#unlock();
    }
  }
}

function openRunOrMakeIt(folder: string, spec: RunSpec): Database {
  const path = join(folder, DATABASE_FILE);
  if (!existsSync(path)) {
    const db = openDatabase(path);
    setJournal(db);
    createTables(db, spec);
    return db;
  }
  const db = openStore(folder);
  setJournal(db);
  return db;
}
