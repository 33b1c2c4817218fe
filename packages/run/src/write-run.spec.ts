import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openRun } from './read-run.ts';
import { openDatabase } from './store/database.ts';
import { specEpisode, specRun, specSteps } from './testing/spec-run.ts';
import { RunWriter } from './write-run.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumb-run-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const coded = (code: string) => expect.objectContaining({ code });

test('what was written is read, number for number, while the run goes on and after', () => {
  const writer = RunWriter.create(folder, specRun(), 2);
  const steps = specSteps(7, [0.1, -1 / 3, Number.MIN_VALUE, 1e300, -0, 2, -1]);
  const record = specEpisode({
    signals: [{ code: 'out-of-range', step: 3, text: 'x', severity: 'note' }],
    firstError: { code: 'SERVER_LOST', what: 'gone', step: 2 },
    attempts: 2,
  });
  writer.write(record, steps);
  const during = openRun(folder);
  expect(during.episodes).toEqual([record]);
  expect(during.steps(record)).toEqual(steps);
  expect(during.sessions[0]).not.toHaveProperty('end');
  during.close();
  writer.close('finished');
  const after = openRun(join(folder, 'run.db'));
  expect(after.spec).toEqual(specRun());
  expect(after.sessions[0]).toMatchObject({ end: 'finished', workers: 2 });
  expect(() => after.steps({ suite: 'plumb-desk', task: 0, episode: 9 })).toThrowError(
    coded('EPISODE_MISSING'),
  );
  after.close();
});

test('when a sitting ends, run.db alone is the run, also where somebody reads it', () => {
  const path = join(folder, 'run.db');
  const writer = RunWriter.create(folder, specRun(), 1);
  writer.write(specEpisode(), []);
  expect(statSync(`${path}-wal`).size).toBeGreaterThan(0);
  const reader = openRun(folder);
  writer.close('finished');
  expect(statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0).toBe(0);
  const copy = join(folder, 'copy');
  mkdirSync(copy);
  copyFileSync(path, join(copy, 'run.db'));
  const copied = openRun(copy);
  expect([copied.episodes.length, copied.sessions[0]?.end]).toEqual([1, 'finished']);
  copied.close();
  reader.close();
});

test('a folder that cannot be made is told with what to do instead', () => {
  writeFileSync(join(folder, 'file'), '');
  const places = [join(folder, 'file', 'run'), join(folder, 'file'), ''];
  // where Node's own way to make several folders never returns
  if (process.platform === 'linux') places.push('/proc/plumb/run');
  for (const place of places)
    expect(() => RunWriter.create(place, specRun(), 1)).toThrowError(
      expect.objectContaining({ code: 'RUN_NOT_WRITTEN', remedy: expect.stringContaining('--out') }),
    );
  RunWriter.create(join(folder, 'new', 'and', 'newer'), specRun(), 1).close('finished');
  openRun(join(folder, 'new', 'and', 'newer')).close();
});

test('an error may be written over, a score may not', () => {
  const writer = RunWriter.create(folder, specRun(), 1);
  writer.write(specEpisode({ status: 'error' }), []);
  writer.write(specEpisode({ status: 'failure' }), []);
  expect(() => writer.write(specEpisode({ status: 'success' }), [])).toThrowError('was written before');
  writer.close('finished');
  const run = openRun(folder);
  expect(run.episodes.map(({ status }) => status)).toEqual(['failure']);
  run.close();
});

test('a number that is none is refused before it becomes NULL', () => {
  const writer = RunWriter.create(folder, specRun(), 1);
  const timing = { total: Number.NaN, simulation: 0, rendering: 0, inference: 0 };
  expect(() => writer.write(specEpisode({ timing }), [])).toThrowError();
  writer.close('finished');
});

test('a run is made once, and goes on with --resume', () => {
  RunWriter.create(folder, specRun(), 1).close('cancelled');
  expect(() => RunWriter.create(folder, specRun(), 1)).toThrowError(coded('RUN_EXISTS'));
  const again = RunWriter.resume(folder, 1, '0.1.0');
  expect(again.spec).toEqual(specRun());
  again.close('finished');
});

test('every sitting says what ran it, and how many of its scores stand', () => {
  const first = RunWriter.create(folder, specRun({ plumb: '0.1.0' }), 1);
  first.write(specEpisode(), []);
  first.write(specEpisode({ episode: 1, status: 'error' }), []);
  first.close('failed');
  const second = RunWriter.resume(folder, 2, '0.2.0');
  second.write(specEpisode({ episode: 1 }), []);
  second.close('finished');
  const run = openRun(folder);
  const platform = `${process.platform}-${process.arch}`;
  expect(run.sessions).toMatchObject([
    { plumb: '0.1.0', node: process.versions.node, platform, episodes: 1 },
    { plumb: '0.2.0', node: process.versions.node, platform, episodes: 1 },
  ]);
  expect([0, 1, 2].map((episode) => run.sittingOf({ suite: 'plumb-desk', task: 0, episode }))).toEqual([
    1,
    2,
    undefined,
  ]);
  run.close();
});

/** A run as the first versions of Plumb left it. */
function makeOldRun(): void {
  const writer = RunWriter.create(folder, specRun(), 1);
  writer.write(specEpisode(), []);
  writer.close('cancelled');
  const db = openDatabase(join(folder, 'run.db'));
  for (const column of ['plumb', 'platform']) db.exec(`ALTER TABLE sessions DROP COLUMN ${column}`);
  for (const column of ['session', 'later_errors']) db.exec(`ALTER TABLE episodes DROP COLUMN ${column}`);
  db.close();
}

test('a run of the first versions is read, and gone on with', () => {
  makeOldRun();
  const before = openRun(folder);
  expect(before.sessions).toEqual([
    {
      started: expect.any(String),
      ended: expect.any(String),
      end: 'cancelled',
      workers: 1,
      node: expect.any(String),
    },
  ]);
  expect(before.sittingOf(specEpisode())).toBeUndefined();
  before.close();
  const writer = RunWriter.resume(folder, 1, '0.2.0');
  writer.write(specEpisode({ episode: 1 }), []);
  writer.close('finished');
  const after = openRun(folder);
  expect(after.sessions.map(({ plumb, episodes }) => [plumb, episodes])).toEqual([
    [undefined, undefined],
    ['0.2.0', 1],
  ]);
  expect(after.episodes.length).toBe(2);
  after.close();
});

test('a process that was killed before its first commit leaves nothing in the way', () => {
  openDatabase(join(folder, 'run.db')).close();
  writeFileSync(join(folder, 'run.db'), '');
  expect(() => RunWriter.resume(folder, 1, '0.1.0')).toThrowError(
    expect.objectContaining({ code: 'RUN_MISSING', remedy: expect.stringContaining(`--out ${folder}`) }),
  );
  RunWriter.create(folder, specRun(), 1).close('finished');
});

test('two writers of one run: the second is refused, until the first is killed', async () => {
  const script = `
    import { RunWriter } from ${JSON.stringify(new URL('../dist/index.js', import.meta.url).href)};
    globalThis.writer = RunWriter.resume(${JSON.stringify(folder)}, 1, '0.1.0');
    console.log('locked');
    setInterval(() => {}, 1000);`;
  RunWriter.create(folder, specRun(), 1).close('cancelled');
  const other = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(other.stdout, 'data');
  expect(() => RunWriter.resume(folder, 1, '0.1.0')).toThrowError(coded('RUN_IN_USE'));
  openRun(folder).close();
  other.kill('SIGKILL');
  await once(other, 'exit');
  RunWriter.resume(folder, 1, '0.1.0').close('finished');
});

test.each([
  ['removed', (path: string) => rmSync(path, { recursive: true })],
  ['moved', (path: string) => renameSync(path, `${path}-elsewhere`)],
])('a run whose folder was %s ends at the next episode, not after all of them', (_, away) => {
  const path = join(folder, 'run');
  const writer = RunWriter.create(path, specRun(), 1);
  writer.write(specEpisode(), []);
  away(path);
  expect(() => writer.write(specEpisode({ episode: 1 }), [])).toThrowError(coded('RUN_REMOVED'));
  writer.close('failed');
});

test('another program that has the database locked is waited for', async () => {
  const writer = RunWriter.create(folder, specRun(), 1);
  const script = `
    import { openDatabase } from ${JSON.stringify(new URL('../dist/store/database.js', import.meta.url).href)};
    const db = openDatabase(${JSON.stringify(join(folder, 'run.db'))});
    db.exec('BEGIN IMMEDIATE');
    console.log('locked');
    setTimeout(() => { db.exec('COMMIT'); db.close(); }, 3000);`;
  const other = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(other.stdout, 'data');
  writer.write(specEpisode(), []);
  writer.close('finished');
  const run = openRun(folder);
  expect(run.episodes.length).toBe(1);
  run.close();
});

test('a full disk leaves the run as it was', () => {
  const writer = RunWriter.create(folder, specRun(), 1);
  writer.write(specEpisode(), specSteps(100, [0, 0, 0, 0, 0, 0, -1]));
  const db = openDatabase(join(folder, 'run.db'));
  const pages = Number(db.all('PRAGMA page_count')[0]!.page_count);
  db.close();
  writer.limitPages(pages + 1);
  const noise = specSteps(4000, [0, 0, 0, 0, 0, 0, -1]).map((step) => ({
    ...step,
    asked: Float64Array.from({ length: 7 }, () => Math.random()),
  }));
  expect(() => writer.write(specEpisode({ episode: 1 }), noise)).toThrowError(coded('RUN_DISK_FULL'));
  expect(writer.episodes.size).toBe(1);
  writer.limitPages(1_000_000);
  writer.write(specEpisode({ episode: 1 }), noise);
  writer.close('finished');
});

test.each([
  ['nothing', () => {}, 'RUN_MISSING'],
  [
    'a text',
    (path: string) => writeFileSync(path, 'no database, but long enough to be looked at'.repeat(9)),
    'RUN_DAMAGED',
  ],
  ['another database', (path: string) => openDatabase(path).exec('CREATE TABLE x (y)'), 'RUN_DAMAGED'],
])('%s is no run', (_, make, code) => {
  make(join(folder, 'run.db'));
  expect(() => openRun(folder)).toThrowError(coded(code));
});

test('a run of a newer schema is refused', () => {
  RunWriter.create(folder, specRun(), 1).close('finished');
  const db = openDatabase(join(folder, 'run.db'));
  db.exec('UPDATE run SET schema_version = 99');
  db.close();
  expect(() => openRun(folder)).toThrowError(coded('RUN_NEWER'));
});
