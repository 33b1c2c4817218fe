import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Database, openDatabase } from './database.ts';
import { setJournal } from './open-store.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumb-journal-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** SQLite as it is where a file system has no shared memory: it either answers with the mode it stays in, or fails. */
function withoutSharedMemory(db: Database, refuse: () => ReturnType<Database['all']>): Database {
  return { ...db, all: (sql, values) => (/= WAL$/.test(sql) ? refuse() : db.all(sql, values)) };
}

const REFUSALS: [name: string, refuse: () => ReturnType<Database['all']>][] = [
  ['answers with another mode', () => [{ journal_mode: 'delete' }]],
  [
    'fails',
    () => {
      throw Object.assign(new Error('disk I/O error'), { rawCode: 10 });
    },
  ],
];

test('a write-ahead log, where the file system can', () => {
  const db = openDatabase(join(folder, 'run.db'));
  expect(setJournal(db)).toBe('wal');
  db.exec('CREATE TABLE t (a)');
  expect(readdirSync(folder)).toContain('run.db-wal');
  db.close();
});

test.each(REFUSALS)('where WAL is refused and SQLite %s, a journal is cut to nothing', (_, refuse) => {
  const path = join(folder, 'run.db');
  const db = openDatabase(path);
  expect(setJournal(withoutSharedMemory(db, refuse))).toBe('truncate');
  expect(db.all('PRAGMA journal_mode')).toEqual([{ journal_mode: 'truncate' }]);
  // 2 is FULL: a commit is on the disk when it returns
  expect(db.all('PRAGMA synchronous')).toEqual([{ synchronous: 2 }]);
  db.exec('CREATE TABLE t (a)');
  db.run('INSERT INTO t VALUES (?)', [7]);
  expect(readdirSync(folder).sort()).toEqual(['run.db', 'run.db-journal']);
  expect(statSync(`${path}-journal`).size).toBe(0);
  db.exec('BEGIN IMMEDIATE');
  db.run('INSERT INTO t VALUES (?)', [8]);
  const reader = openDatabase(path);
  expect(reader.all('SELECT a FROM t')).toEqual([{ a: 7 }]);
  reader.close();
  db.exec('COMMIT');
  db.close();
  const again = openDatabase(path);
  expect(again.all('SELECT a FROM t')).toEqual([{ a: 7 }, { a: 8 }]);
  again.close();
});
