import type { ProbeRecord } from '../record.ts';
import { probeSchema } from '../schema.ts';
import type { Database } from './database.ts';
import { parsed } from './tables.ts';

// made when the policy is first probed: a reader of before knows nothing of it, and misses nothing of the evaluation
const CREATE = `
CREATE TABLE IF NOT EXISTS probes (
  name TEXT PRIMARY KEY, outcome TEXT NOT NULL, text TEXT NOT NULL, numbers TEXT NOT NULL,
  asked TEXT NOT NULL, suite TEXT NOT NULL);
`;

export function createProbeTable(db: Database): void {
  db.exec(CREATE);
}

/** A result's row, put over what was found under its name before. */
export function writeProbe(db: Database, record: ProbeRecord): void {
  const { name, outcome, text, numbers, asked, suite } = probeSchema.parse(record);
  db.run(
    'INSERT OR REPLACE INTO probes (name, outcome, text, numbers, asked, suite) VALUES (?, ?, ?, ?, ?, ?)',
    [name, outcome, text, JSON.stringify(numbers), asked, suite],
  );
}

/** Forgets what earlier sittings than that of `asked` found. */
export function dropProbesBefore(db: Database, asked: string): void {
  db.run('DELETE FROM probes WHERE asked <> ?', [asked]);
}

/** In the order of asking; none where the policy was never probed. Throws `RUN_DAMAGED`. */
export function readProbes(db: Database, place: string): ProbeRecord[] {
  if (db.all("SELECT name FROM sqlite_master WHERE name = 'probes'").length === 0) return [];
  const rows = db.all('SELECT name, outcome, text, numbers, asked, suite FROM probes ORDER BY rowid');
  return rows.map((row) => parsed(probeSchema, { ...row, numbers: JSON.parse(String(row.numbers)) }, place));
}
