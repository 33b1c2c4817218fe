import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PlumbError } from '@plumb/core';
import { type Database, openDatabase, sqliteCode } from './database.ts';
import { damaged } from './tables.ts';

export const DATABASE_FILE = 'run.db';
const SQLITE_CANTOPEN = 14;
/** Milliseconds that a writer waits while another program has `run.db` locked; all else waits with it. */
const LOCKED = 30_000;

/** The folder of a run that a user named by its folder or by the `run.db` in it. Throws `RUN_MISSING`. */
export function findRunFolder(path: string): string {
  const folder = basename(path) === DATABASE_FILE ? dirname(path) : path;
  if (existsSync(join(folder, DATABASE_FILE))) return folder;
  const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory();
  throw new PlumbError({
    code: 'RUN_MISSING',
    what: `${path} is no run.`,
    why: isFolder ? `There is no ${DATABASE_FILE} in it.` : 'There is no such folder.',
    remedy: 'Give the folder that `plumb eval` wrote; `plumb runs` lists those below runs/.',
  });
}

/** Opens an existing `run.db`. Throws `RUN_DAMAGED` where it is no database with a run in it, `RUN_MISSING` where there is nothing in it. */
export function openStore(folder: string): Database {
  const path = join(folder, DATABASE_FILE);
  let db: Database | undefined;
  try {
    db = openReadable(path);
    if (hasTables(db)) return db;
    if (isEmpty(db)) throw neverBegun(folder);
  } catch (error) {
    db?.close();
    if (error instanceof PlumbError) throw error;
    throw damaged(path, (error as Error).message);
  }
  db.close();
  throw damaged(path, 'its tables are missing');
}

/** In a read-only folder SQLite cannot make what it wants beside a file with a log; an ended run has nothing in its log. */
function openReadable(path: string): Database {
  const db = openDatabase(path);
  try {
    db.all('SELECT count(*) FROM sqlite_master');
    return db;
  } catch (error) {
    db.close();
    const logged = statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
    if (sqliteCode(error) !== SQLITE_CANTOPEN || logged > 0) throw error;
    return openDatabase(`${pathToFileURL(path).href}?immutable=1`);
  }
}

const isEmpty = (db: Database) => db.all('SELECT name FROM sqlite_master LIMIT 1').length === 0;

function neverBegun(folder: string): PlumbError {
  return new PlumbError({
    code: 'RUN_MISSING',
    what: `There is no run in ${folder} yet: its ${DATABASE_FILE} is empty.`,
    why: 'Whoever began it was ended, or found the disk full, before anything was written.',
    remedy: `Begin it again, as it was begun: plumb eval … --out ${folder}`,
  });
}

/** Whether it is a run, and not a file that nothing was committed to. */
export function hasTables(db: Database): boolean {
  const rows = db.all("SELECT name FROM sqlite_master WHERE name IN ('run', 'episodes', 'sessions')");
  return rows.length === 3;
}

/**
 * Makes commits durable, and readers independent of the writer where the file system can: write-ahead log, else (network
 * file systems without shared memory) a rollback journal cut to nothing.
 */
export function setJournal(db: Database): 'wal' | 'truncate' {
  db.exec('PRAGMA synchronous = FULL');
  // a backup, or somebody's look at it with another tool, is no reason to end a night's run
  db.exec(`PRAGMA busy_timeout = ${LOCKED}`);
  try {
    const answer = db.all('PRAGMA journal_mode = WAL')[0]?.journal_mode;
    // some file systems only fail when the log is first used
    db.exec('BEGIN IMMEDIATE');
    db.exec('COMMIT');
    if (answer === 'wal') return 'wal';
  } catch {
    // the other mode follows
  }
  db.all('PRAGMA journal_mode = TRUNCATE');
  return 'truncate';
}

/**
 * Moves what the write-ahead log holds into `run.db`, so that this file alone is the run. SQLite does so when the last
 * connection closes, but libsql keeps one that was read from open until its garbage is collected.
 */
export function emptyLog(db: Database): void {
  try {
    db.all('PRAGMA wal_checkpoint(TRUNCATE)');
  } catch {
    // the disk is full: the log stays, and is read with the file
  }
}
