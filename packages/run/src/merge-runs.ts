import { isDeepStrictEqual } from 'node:util';
import { PlumbError, putBeside } from '@plumb/core';
import { episodeName } from './episode-name.ts';
import { openRun, type Run } from './read-run.ts';
import type { EpisodeRecord } from './record.ts';
import type { RunSession, RunSpec } from './run-spec.ts';
import { ProbeWriter } from './write-probes.ts';
import { RunWriter } from './write-run.ts';

/** What may differ between shards of one evaluation: which part each did, and who said so. */
function isOwnOfAShard(key: string, path: string): boolean {
  return path === '' ? key === 'tasks' || key === 'shard' : key === 'from' && path.startsWith('protocol.');
}

/** A merged run, and of the plan what no shard scored: parts by number from 1, where shards were numbered. */
export interface MergedRun {
  readonly folder: string;
  readonly episodes: number;
  readonly absentShards: readonly number[];
}

/**
 * Joins the runs of shards into a new one. Episodes that ended in an error come along unless another shard scored them.
 * Throws `MERGE_SPECS_DIFFER`, `MERGE_DOUBLED`, and what opening and creating runs throws.
 */
export function mergeRuns(paths: readonly string[], out: string): MergedRun {
  const runs: Run[] = [];
  try {
    for (const path of paths) runs.push(openRun(path));
    const spec = mergedSpec(runs);
    const chosen = chooseEpisodes(runs);
    const writer = RunWriter.create(out, spec, 0, runs.flatMap(sittingsOf));
    try {
      for (const { run, record } of chosen.values())
        writer.write(record, run.steps(record), sittingIn(runs, run, record));
    } catch (error) {
      try {
        writer.close('failed', (error as Error).message);
      } catch (second) {
        putBeside(error, second);
      }
      throw error;
    }
    const absentShards = absent(runs);
    const lacks = absentShards.length > 0 ? `; absent: shard ${absentShards.join(', ')}` : '';
    writer.close('finished', `merged from ${paths.join(', ')}${lacks}`);
    copyProbes(runs, out, spec);
    return { folder: out, episodes: chosen.size, absentShards };
  } finally {
    for (const run of runs) run.close();
  }
}

/** All parts ask one policy: what was found of it last holds for the whole. */
function copyProbes(runs: readonly Run[], out: string, spec: RunSpec): void {
  const probed = runs.filter(({ probes }) => probes.length > 0);
  const last = probed.sort((a, b) => a.probes.at(-1)!.asked.localeCompare(b.probes.at(-1)!.asked)).at(-1);
  if (last === undefined) return;
  const writer = ProbeWriter.open(out, spec, spec.suite);
  for (const record of last.probes) writer.copy(record);
  writer.close(false);
}

/** What ran the parts stays known of the whole: theirs may be other machines. */
function sittingsOf({ folder, sessions }: Run): RunSession[] {
  return sessions.map(({ note, ...session }) => ({
    ...session,
    note: note === undefined ? `of ${folder}` : `of ${folder}: ${note}`,
  }));
}

/** The number in the merged run of the sitting that ran an episode of a part. */
function sittingIn(runs: readonly Run[], run: Run, record: EpisodeRecord): number | null {
  const before = runs.slice(0, runs.indexOf(run)).reduce((sum, { sessions }) => sum + sessions.length, 0);
  const number = run.sittingOf(record);
  return number === undefined ? null : before + number;
}

/** Numbers from 1 of the parts that are not there. A run without a number is the whole. */
function absent(runs: readonly Run[]): number[] {
  const shards = runs.map(({ spec }) => spec.shard);
  const count = shards[0]?.count;
  if (count === undefined || shards.some((shard) => shard?.count !== count)) return [];
  const there = new Set(shards.map((shard) => shard!.index));
  return Array.from({ length: count }, (_, i) => i).flatMap((i) => (there.has(i) ? [] : [i + 1]));
}

function chooseEpisodes(runs: readonly Run[]): Map<string, { run: Run; record: EpisodeRecord }> {
  const chosen = new Map<string, { run: Run; record: EpisodeRecord }>();
  const scored = ({ status }: EpisodeRecord) => status === 'success' || status === 'failure';
  for (const run of runs) {
    for (const record of run.episodes) {
      const name = episodeName(record);
      const before = chosen.get(name);
      if (before && scored(before.record) && scored(record))
        throw doubled(name, before.run.folder, run.folder);
      if (!before || scored(record)) chosen.set(name, { run, record });
    }
  }
  return chosen;
}

function mergedSpec(runs: readonly Run[]): RunSpec {
  const [first, ...others] = runs;
  for (const run of others) {
    const differences = differencesOf(wherever(first!.spec), wherever(run.spec));
    if (differences.length > 0) throw specsDiffer(first!.folder, run.folder, differences);
  }
  const { shard: _, ...spec } = first!.spec;
  const tasks = [...new Set(runs.flatMap((run) => run.spec.tasks.value))].sort((a, b) => a - b);
  const given = runs.some((run) => run.spec.tasks.from === 'given');
  const name = [...new Set(runs.map((run) => run.spec.policy.name))].join(', ');
  const policy = { ...spec.policy, name };
  return { ...spec, policy, tasks: { value: tasks, from: given ? 'given' : 'default' } };
}

/** Each machine asks the server beside it: the address may differ, what the server says of itself may not. */
function wherever(spec: RunSpec): RunSpec {
  const name = spec.policy.name.replace(/^([a-z][a-z+-]*:\/\/).*$/, '$1');
  return { ...spec, policy: { ...spec.policy, name } };
}

/** Paths of what differs between two specs, with both values. */
export function differencesOf(a: unknown, b: unknown, path = ''): string[] {
  const [camerasA, camerasB] = [byCamera(a), byCamera(b)];
  if (camerasA && camerasB && sameOrder(camerasA, camerasB)) return differencesOf(camerasA, camerasB, path);
  if (isPlain(a) && isPlain(b)) {
    const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter(
      (key) => !isOwnOfAShard(key, path),
    );
    return keys.flatMap((key) => differencesOf(a[key], b[key], path === '' ? key : `${path}.${key}`));
  }
  return isDeepStrictEqual(a, b) ? [] : [`${path.replace(/\.value$/, '')}: ${shown(a)} and ${shown(b)}`];
}

/** A list of cameras by their names, in order; undefined for any other value. */
function byCamera(value: unknown): Record<string, unknown> | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const named = value.flatMap((item) =>
    isPlain(item) && typeof item.camera === 'string' ? [[item.camera, item] as const] : [],
  );
  const cameras = Object.fromEntries(named);
  return Object.keys(cameras).length === value.length ? cameras : undefined;
}

/** Whether what both have stands in one order: a policy takes its pictures in that. */
function sameOrder(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  const common = (of: object, other: object) => Object.keys(of).filter((key) => Object.hasOwn(other, key));
  return isDeepStrictEqual(common(a, b), common(b, a));
}

/** Cameras by their names alone, all else as JSON. */
function shown(value: unknown): string {
  const cameras = byCamera(value);
  if (cameras) return Object.keys(cameras).join(', ');
  if (isPlain(value) && typeof value.camera === 'string') return 'shown';
  return Array.isArray(value) && value.length === 0 ? 'none' : (JSON.stringify(value) ?? 'nothing');
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function specsDiffer(a: string, b: string, differences: readonly string[]): PlumbError {
  return new PlumbError({
    code: 'MERGE_SPECS_DIFFER',
    what: `${a} and ${b} were not run alike: ${differences.slice(0, 5).join('; ')}.`,
    why: 'One rate over both would stand for neither.',
    remedy: 'Merge shards of one evaluation. To set two evaluations against each other: plumb compare A B.',
  });
}

function doubled(name: string, a: string, b: string): PlumbError {
  return new PlumbError({
    code: 'MERGE_DOUBLED',
    what: `Episode ${name} is in ${a} and in ${b}.`,
    why: 'Counted twice, it would weigh twice; and which of the two counts is not for Plumb to say.',
    remedy: 'Leave one of the runs out, or give shards parts that do not overlap: --shard 1/2, --shard 2/2.',
  });
}
