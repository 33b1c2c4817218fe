import type { RunEnvironment } from '../run-environment.ts';
import type { RunSession, SessionEnd } from '../run-spec.ts';
import { sessionSchema } from '../schema.ts';
import type { Database } from './database.ts';
import { columnsOf, parsed } from './tables.ts';

const COLUMNS = ['started', 'ended', 'end', 'note', 'workers', 'node', 'plumb', 'platform'] as const;

/** Episodes of a sitting that stand, where sittings were kept with their episodes. */
const SCORED = `CASE WHEN plumb IS NULL THEN NULL ELSE
  (SELECT count(*) FROM episodes WHERE session = sessions.id AND status IN ('success', 'failure')) END AS episodes`;

/** A sitting begins; its number, from 1. */
export function startSession(
  db: Database,
  workers: number,
  { plumb, node, platform }: Required<RunEnvironment>,
): number {
  return addSession(db, { started: new Date().toISOString(), workers, node, plumb, platform });
}

/** A sitting as it was elsewhere; its number, from 1. */
export function addSession(db: Database, session: Omit<RunSession, 'episodes'>): number {
  const values = COLUMNS.map((column) => session[column] ?? null);
  db.run(
    `INSERT INTO sessions (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map(() => '?').join(', ')})`,
    values,
  );
  return Number(db.all('SELECT max(id) AS id FROM sessions')[0]!.id);
}

export function endSession(db: Database, id: number, end: SessionEnd, note: string | undefined): void {
  const values = [new Date().toISOString(), end, note ?? null, id];
  db.run('UPDATE sessions SET ended = ?, end = ?, note = ? WHERE id = ?', values);
}

/** In their order. Throws `RUN_DAMAGED`. */
export function readSessions(db: Database, place: string): RunSession[] {
  const there = columnsOf(db, 'sessions');
  const columns = [...COLUMNS.filter((column) => there.has(column)), ...(there.has('plumb') ? [SCORED] : [])];
  return db.all(`SELECT ${columns.join(', ')} FROM sessions ORDER BY id`).map((row) => {
    const given = Object.entries(row).filter(([, value]) => value !== null);
    return parsed(sessionSchema, Object.fromEntries(given), place);
  });
}
