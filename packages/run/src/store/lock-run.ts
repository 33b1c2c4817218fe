import { join } from 'node:path';
import { PlumbError } from '@plumb/core';
import { openDatabase, sqliteCode } from './database.ts';

const SQLITE_BUSY = 5;

/**
 * Takes a run for this process; the function it returns gives it back. The lock is one that SQLite asks of the
 * kernel, which frees it when the process dies, however it dies. A file of its own, so that others may read `run.db`.
 * Throws `RUN_IN_USE`.
 */
export function lockRun(folder: string): () => void {
  const lock = openDatabase(join(folder, 'run.lock'));
  try {
    lock.exec('PRAGMA busy_timeout = 0');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (sqliteCode(error) !== SQLITE_BUSY) throw error;
    throw new PlumbError(
      {
        code: 'RUN_IN_USE',
        what: `${folder} is being written by another process.`,
        why: 'Two processes on one run would run the same episodes twice.',
        remedy:
          'Wait for the other one, or end it; to share the work, give each a part with --shard and merge them.',
      },
      { permanent: false },
    );
  }
  return () => lock.close();
}
