import { PlumbError } from '@plumb/core';
import { z } from 'zod';
import { type EpisodeKey, type EpisodeRecord, RUN_SCHEMA_VERSION } from '../record.ts';
import type { RunSpec } from '../run-spec.ts';
import { episodeSchema, runSpecSchema } from '../schema.ts';
import type { Database, SqlRow, SqlValue } from './database.ts';

const CREATE = `
CREATE TABLE run (schema_version INTEGER NOT NULL, spec TEXT NOT NULL);
CREATE TABLE sessions (
  id INTEGER PRIMARY KEY, started TEXT NOT NULL, ended TEXT, end TEXT, note TEXT,
  workers INTEGER NOT NULL, node TEXT NOT NULL, plumb TEXT, platform TEXT);
CREATE TABLE episodes (
  suite TEXT NOT NULL, task INTEGER NOT NULL, task_name TEXT NOT NULL, episode INTEGER NOT NULL,
  init_state INTEGER NOT NULL, seed INTEGER NOT NULL, instruction TEXT NOT NULL, status TEXT NOT NULL,
  steps INTEGER NOT NULL, questions INTEGER NOT NULL, actions_digest TEXT NOT NULL, state_digest TEXT NOT NULL,
  signals TEXT NOT NULL, first_error TEXT, attempts INTEGER NOT NULL,
  total_ms REAL NOT NULL, simulation_ms REAL NOT NULL, rendering_ms REAL NOT NULL, inference_ms REAL NOT NULL,
  step_data BLOB NOT NULL, session INTEGER, later_errors TEXT,
  PRIMARY KEY (suite, task, episode));
`;

/** What came after the first runs were written: an older Plumb neither reads nor misses it. */
const NEWER_COLUMNS = {
  sessions: ['plumb TEXT', 'platform TEXT'],
  episodes: ['session INTEGER', 'later_errors TEXT'],
} as const;

const EPISODE_COLUMNS = [
  'suite',
  'task',
  'task_name',
  'episode',
  'init_state',
  'seed',
  'instruction',
  'status',
  'steps',
  'questions',
  'actions_digest',
  'state_digest',
  'signals',
  'first_error',
  'later_errors',
  'attempts',
  'total_ms',
  'simulation_ms',
  'rendering_ms',
  'inference_ms',
] as const;

/** Tables and spec in one transaction: a run folder has all of it or nothing. */
export function createTables(db: Database, spec: RunSpec): void {
  const text = JSON.stringify(runSpecSchema.parse(spec));
  db.exec('BEGIN IMMEDIATE');
  db.exec(CREATE);
  db.run('INSERT INTO run VALUES (?, ?)', [RUN_SCHEMA_VERSION, text]);
  db.exec('COMMIT');
}

/** Gives a run of an older Plumb the columns that this one writes. */
export function addNewerColumns(db: Database): void {
  for (const [table, columns] of Object.entries(NEWER_COLUMNS)) {
    const there = columnsOf(db, table);
    for (const column of columns)
      if (!there.has(column.split(' ')[0]!)) db.exec(`ALTER TABLE ${table} ADD COLUMN ${column}`);
  }
}

export function columnsOf(db: Database, table: string): ReadonlySet<string> {
  return new Set(db.all(`SELECT name FROM pragma_table_info('${table}')`).map(({ name }) => String(name)));
}

/** Throws `RUN_NEWER` or `RUN_DAMAGED`. */
export function readSpec(db: Database, place: string): RunSpec {
  const row = db.all('SELECT schema_version, spec FROM run')[0];
  if (row === undefined) throw damaged(place, 'it holds no spec');
  if (row.schema_version !== RUN_SCHEMA_VERSION)
    throw new PlumbError({
      code: 'RUN_NEWER',
      what: `${place} has version ${row.schema_version} of the schema of a run.`,
      why: `This Plumb reads version ${RUN_SCHEMA_VERSION}.`,
      remedy: 'Use the version of Plumb that wrote it, or a newer one.',
    });
  return parsed(runSpecSchema, JSON.parse(String(row.spec)), place);
}

/** An episode's row, put over one of the same key. `session`: the number of the sitting that ran it. */
export function writeEpisode(
  db: Database,
  record: EpisodeRecord,
  steps: Uint8Array,
  session: number | null,
): void {
  const { timing, ...rest } = episodeSchema.parse(record);
  const values: SqlValue[] = [
    rest.suite,
    rest.task,
    rest.taskName,
    rest.episode,
    rest.initState,
    rest.seed,
    rest.instruction,
    rest.status,
    rest.steps,
    rest.questions,
    rest.actionsDigest,
    rest.stateDigest,
    JSON.stringify(rest.signals),
    textOf(rest.firstError),
    textOf(rest.laterErrors),
    rest.attempts,
    timing.total,
    timing.simulation,
    timing.rendering,
    timing.inference,
    steps,
    session,
  ];
  const columns = [...EPISODE_COLUMNS, 'step_data', 'session'];
  db.run(
    `INSERT OR REPLACE INTO episodes (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
    values,
  );
}

/** Puts other errors into an episode's row. */
export function writeErrors(
  db: Database,
  { suite, task, episode }: EpisodeKey,
  { firstError, laterErrors }: Pick<EpisodeRecord, 'firstError' | 'laterErrors'>,
): void {
  db.run(
    'UPDATE episodes SET first_error = ?, later_errors = ? WHERE suite = ? AND task = ? AND episode = ?',
    [textOf(firstError), textOf(laterErrors), suite, task, episode],
  );
}

const textOf = (value: unknown) => (value === undefined ? null : JSON.stringify(value));

/** In the order of suite, task and episode. Throws `RUN_DAMAGED`. */
export function readEpisodes(db: Database, place: string): EpisodeRecord[] {
  const there = columnsOf(db, 'episodes');
  const columns = EPISODE_COLUMNS.filter((column) => there.has(column)).join(', ');
  const rows = db.all(`SELECT ${columns} FROM episodes ORDER BY suite, task, episode`);
  return rows.map((row) => parsed(episodeSchema, episodeOf(row), place));
}

export function readStepData(
  db: Database,
  key: { suite: string; task: number; episode: number },
): Uint8Array | undefined {
  const rows = db.all('SELECT step_data FROM episodes WHERE suite = ? AND task = ? AND episode = ?', [
    key.suite,
    key.task,
    key.episode,
  ]);
  const data = rows[0]?.step_data;
  return data instanceof Uint8Array ? data : undefined;
}

/** The number of the sitting that ran an episode, from 1; undefined where that was not kept. */
export function readSessionOf(
  db: Database,
  key: { suite: string; task: number; episode: number },
): number | undefined {
  if (!columnsOf(db, 'episodes').has('session')) return undefined;
  const [row] = db.all('SELECT session FROM episodes WHERE suite = ? AND task = ? AND episode = ?', [
    key.suite,
    key.task,
    key.episode,
  ]);
  return typeof row?.session === 'number' ? row.session : undefined;
}

function episodeOf(row: SqlRow): unknown {
  return {
    suite: row.suite,
    task: row.task,
    taskName: row.task_name,
    episode: row.episode,
    initState: row.init_state,
    seed: row.seed,
    instruction: row.instruction,
    status: row.status,
    steps: row.steps,
    questions: row.questions,
    actionsDigest: row.actions_digest,
    stateDigest: row.state_digest,
    signals: JSON.parse(String(row.signals)),
    ...(row.first_error !== null && { firstError: JSON.parse(String(row.first_error)) }),
    ...(typeof row.later_errors === 'string' && { laterErrors: JSON.parse(row.later_errors) }),
    attempts: row.attempts,
    timing: {
      total: row.total_ms,
      simulation: row.simulation_ms,
      rendering: row.rendering_ms,
      inference: row.inference_ms,
    },
  };
}

export function parsed<T>(schema: z.ZodType<T>, value: unknown, place: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw damaged(place, z.prettifyError(result.error).replaceAll('\n', ' '));
}

export function damaged(place: string, problem: string): PlumbError {
  return new PlumbError({
    code: 'RUN_DAMAGED',
    what: `${place} is no run that Plumb can read: ${problem}.`,
    why: 'A run is a folder with a run.db that `plumb eval` wrote.',
    remedy: 'Copy the whole folder again, with run.db-wal where that is beside it.',
  });
}
