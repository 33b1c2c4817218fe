import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { differencesOf, mergeRuns } from './merge-runs.ts';
import { openRun } from './read-run.ts';
import type { EpisodeRecord } from './record.ts';
import { environmentsOf } from './run-environment.ts';
import type { RunSpec } from './run-spec.ts';
import { specEpisode, specRun, specSteps } from './testing/spec-run.ts';
import { ProbeWriter } from './write-probes.ts';
import { RunWriter } from './write-run.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumb-merge-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function makeRun(name: string, spec: RunSpec, records: readonly EpisodeRecord[]): string {
  const path = join(folder, name);
  const writer = RunWriter.create(path, spec, 1);
  for (const record of records) writer.write(record, specSteps(record.steps, [0, 0, 0, 0, 0, 0, 1]));
  writer.close('finished');
  return path;
}

test('tasks and episodes come together, steps and all', () => {
  const tasks = (value: number[]) => ({ tasks: { value, from: 'given' as const } });
  const a = makeRun('a', specRun(tasks([0])), [specEpisode({ steps: 3 })]);
  const b = makeRun('b', specRun({ ...tasks([1]), shard: { index: 1, count: 2 } }), [
    specEpisode({ task: 1, taskName: 'open_the_drawer', steps: 5 }),
  ]);
  const out = join(folder, 'out');
  expect(mergeRuns([a, b], out)).toEqual({ folder: out, episodes: 2, absentShards: [] });
  const run = openRun(out);
  expect(run.spec).toEqual(specRun(tasks([0, 1])));
  expect(run.steps(run.episodes[1]!)).toEqual(specSteps(5, [0, 0, 0, 0, 0, 0, 1]));
  run.close();
});

test('the whole says what ran its parts', () => {
  const a = makeRun('a', specRun(), [specEpisode(), specEpisode({ task: 1 })]);
  const b = makeRun('b', specRun(), [specEpisode({ episode: 1 })]);
  const later = RunWriter.resume(b, 1, '0.2.0');
  later.write(specEpisode({ task: 1, episode: 1 }), []);
  later.close('finished');
  const out = join(folder, 'out');
  mergeRuns([a, b], out);
  const run = openRun(out);
  expect(
    run.sessions.map(({ plumb, episodes, note }) => [plumb, episodes, note?.replaceAll(folder, '')]),
  ).toEqual([
    ['0.1.0', 2, 'of /a'],
    ['0.1.0', 1, 'of /b'],
    ['0.2.0', 1, 'of /b'],
    ['0.1.0', 0, 'merged from /a, /b'],
  ]);
  expect(environmentsOf(run).map(({ plumb, episodes }) => [plumb, episodes])).toEqual([
    ['0.1.0', 3],
    ['0.2.0', 1],
  ]);
  run.close();
});

test('what was last found by asking the policy comes along', () => {
  const paths = ['a', 'b'].map((name, i) => {
    const path = makeRun(name, specRun({ shard: { index: i, count: 2 } }), [specEpisode({ episode: i })]);
    const probes = ProbeWriter.open(path, specRun(), 'plumb-desk');
    const asked = `2026-11-2${i}T00:00:00.000Z`;
    const result = { name: 'gripper', outcome: 'pass', text: name, numbers: {} } as const;
    probes.copy({ ...result, asked, suite: 'plumb-desk' });
    probes.close(false);
    return path;
  });
  const out = join(folder, 'out');
  mergeRuns(paths.reverse(), out);
  const run = openRun(out);
  expect(run.probes).toMatchObject([{ name: 'gripper', text: 'b' }]);
  run.close();
});

test('a score takes the place of an error of the same episode, whichever comes first', () => {
  const a = makeRun('a', specRun(), [specEpisode({ status: 'error' }), specEpisode({ episode: 1 })]);
  const b = makeRun('b', specRun(), [specEpisode(), specEpisode({ episode: 1, status: 'cancelled' })]);
  mergeRuns([a, b], join(folder, 'out'));
  const run = openRun(join(folder, 'out'));
  expect(run.episodes.map(({ status }) => status)).toEqual(['success', 'success']);
  run.close();
});

test('doubled episodes and other specs are refused, and nothing is written', () => {
  const a = makeRun('a', specRun(), [specEpisode()]);
  const b = makeRun('b', specRun(), [specEpisode()]);
  const { protocol } = specRun();
  const longer = { ...protocol, horizon: { value: 600, from: 'given' as const } };
  const c = makeRun('c', specRun({ protocol: longer }), [specEpisode({ episode: 1 })]);
  const out = join(folder, 'out');
  const coded = (code: string, what: string) =>
    expect.objectContaining({ code, what: expect.stringContaining(what) });
  expect(() => mergeRuns([a, b], out)).toThrowError(coded('MERGE_DOUBLED', 'plumb-desk/0/0'));
  expect(() => mergeRuns([a, c], out)).toThrowError(
    coded('MERGE_SPECS_DIFFER', 'protocol.horizon: 300 and 600'),
  );
  expect(() => openRun(out)).toThrowError(expect.objectContaining({ code: 'RUN_MISSING' }));
});

test('who set a value is no difference', () => {
  const { protocol } = specRun();
  const given = { ...protocol, horizon: { value: 300, from: 'given' as const } };
  expect(differencesOf(specRun(), specRun({ protocol: given }))).toEqual([]);
});

test('the order of keys within a list is no difference', () => {
  const ordered = { cameras: [{ camera: 'agentview', width: 224 }] };
  const stored = { cameras: [{ width: 224, camera: 'agentview' }] };
  expect(differencesOf(ordered, stored)).toEqual([]);
});

test('cameras differ by their names, their order and what each is', () => {
  const [front, wrist] = [
    { camera: 'agentview', width: 224 },
    { camera: 'robot0_eye_in_hand', width: 224 },
  ];
  const between = (a: object[], b: object[]) => differencesOf({ cameras: a }, { cameras: b });
  expect(between([front], [{ ...front, width: 256 }])).toEqual(['cameras.agentview.width: 224 and 256']);
  expect(between([front], [front, wrist])).toEqual(['cameras.robot0_eye_in_hand: nothing and shown']);
  expect(between([front, wrist], [wrist, front])).toEqual([
    'cameras: agentview, robot0_eye_in_hand and robot0_eye_in_hand, agentview',
  ]);
  expect(between([], [front, wrist])).toEqual(['cameras: none and agentview, robot0_eye_in_hand']);
  expect(between([front, front], [front])).toEqual([expect.stringContaining('cameras: [{')]);
});

test('shards may ask servers at other addresses; one that is absent is told', () => {
  const shard = (index: number, host: string) =>
    specRun({ shard: { index, count: 3 }, policy: { ...specRun().policy, name: `openpi://${host}:8000` } });
  const a = makeRun('a', shard(0, 'gpu1'), [specEpisode()]);
  const b = makeRun('b', shard(2, 'gpu2'), [specEpisode({ episode: 1 })]);
  const out = join(folder, 'out');
  expect(mergeRuns([a, b], out).absentShards).toEqual([2]);
  const run = openRun(out);
  expect(run.spec.policy.name).toBe('openpi://gpu1:8000, openpi://gpu2:8000');
  expect(run.sessions.at(-1)!.note).toContain('absent: shard 2');
  run.close();
});

test('a description that differs is a difference, whatever its fields are called', () => {
  const described = (tasks: number) => specRun({ policy: { ...specRun().policy, description: { tasks } } });
  expect(differencesOf(described(1), described(2))).toEqual(['policy.description.tasks: 1 and 2']);
  expect(differencesOf({ horizon: 1 }, {})).toEqual(['horizon: 1 and nothing']);
});
