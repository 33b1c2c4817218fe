import { createRequire } from 'node:module';

/** What SQLite takes here: no booleans (libsql aborts the process), no NaN (stored as NULL). */
export type SqlValue = string | number | null | Uint8Array;
export type SqlRow = Readonly<Record<string, string | number | null | Uint8Array>>;

/** A SQLite file, synchronous. One thread writes. */
export interface Database {
  exec(sql: string): void;
  run(sql: string, values: readonly SqlValue[]): void;
  all(sql: string, values?: readonly SqlValue[]): SqlRow[];
  close(): void;
}

interface Driver {
  exec(sql: string): void;
  prepare(sql: string): { run(...values: unknown[]): unknown; all(...values: unknown[]): unknown[] };
  close(): void;
}

/** Opens or makes a SQLite file. Throws the driver's own errors; `sqliteCode` reads them. */
export function openDatabase(path: string): Database {
  const builtIn = loadBuiltIn();
  const driver: Driver = builtIn
    ? new builtIn.DatabaseSync(path)
    : new (createRequire(import.meta.url)('libsql') as new (path: string) => Driver)(path);
  // node:sqlite takes values one by one, libsql a list: a lone Buffer given to it aborts the process
  const bind = (values: readonly SqlValue[]): unknown[] =>
    builtIn ? values.map(checked) : [values.map(checked)];
  driver.exec('PRAGMA busy_timeout = 2000');
  return {
    exec: (sql) => driver.exec(sql),
    run: (sql, values) => {
      driver.prepare(sql).run(...bind(values));
    },
    all: (sql, values = []) =>
      driver
        .prepare(sql)
        .all(...bind(values))
        .map((row) => plainRow(row as Record<string, unknown>)),
    close: () => driver.close(),
  };
}

/** SQLite's primary result code of an error: 5 busy, 13 full, 26 not a database, …; undefined for other errors. */
export function sqliteCode(error: unknown): number | undefined {
  const { rawCode, errcode } = error as { rawCode?: unknown; errcode?: unknown };
  const code = rawCode ?? errcode;
  return typeof code === 'number' ? code & 0xff : undefined;
}

interface BuiltIn {
  readonly DatabaseSync: new (path: string) => Driver;
}

let builtIn: BuiltIn | undefined | null = null;

/** `node:sqlite`, from Node 22.5 on. Its warning of being experimental is for programmers, not for our users. */
function loadBuiltIn(): BuiltIn | undefined {
  if (builtIn !== null) return builtIn;
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    builtIn = process.getBuiltinModule('node:sqlite' as 'node:fs') as unknown as BuiltIn | undefined;
  } finally {
    process.emitWarning = emitWarning;
  }
  return builtIn;
}

function checked(value: SqlValue): SqlValue {
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new RangeError(`${value} cannot be stored: SQLite would make it NULL`);
  return value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value;
}

function plainRow(row: Record<string, unknown>): SqlRow {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      value instanceof ArrayBuffer ? new Uint8Array(value) : (value as SqlValue),
    ]),
  );
}
