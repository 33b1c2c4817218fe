import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PlumbError } from '@plumb/core';
import type { EpisodeRecord, ExportedRun } from '@plumb/run';
import type { ProbeFact, ResultFact, RunFact } from '../../facts.ts';

/** The folder of a run that `plumb eval` wrote, by its `run.db`. SQLite is loaded only here. */
export async function readRun(database: string): Promise<RunFact> {
  const { openRun } = await import('@plumb/run');
  const run = openRun(database);
  try {
    return await factOf(run, dirname(database));
  } finally {
    run.close();
  }
}

// as for results: 64 MB are some 90,000 episodes
const MAX_BYTES = 64 << 20;

/** `head`: the beginning of a file. What `plumb show RUN --export plumb` wrote begins with its version. */
export function beginsAsExport(head: string): boolean {
  return /^\s*\{\s*"schemaVersion"/.test(head);
}

/** The same from its export; undefined where the JSON is something else. Throws `RUN_MALFORMED`, `RUN_TOO_LARGE`. */
export async function readExportedRun(path: string): Promise<RunFact | undefined> {
  const { size } = await stat(path);
  if (size > MAX_BYTES)
    throw new PlumbError({
      code: 'RUN_TOO_LARGE',
      what: `${path} has ${size} bytes; an exported run is read up to ${MAX_BYTES}.`,
      why: 'All of it is held in memory at once.',
      remedy: 'Give the run folder itself.',
    });
  const json: unknown = JSON.parse(await readFile(path, 'utf8'));
  const { looksLikeRun, parseRun } = await import('@plumb/run');
  return looksLikeRun(json) ? factOf(parseRun(json, path), path) : undefined;
}

async function factOf(
  { spec, episodes, probes = [] }: Pick<ExportedRun, 'spec' | 'episodes' | 'probes'>,
  path: string,
): Promise<RunFact> {
  const { signalsOfRun } = await import('@plumb/run');
  const signals = signalsOfRun(episodes, spec.protocol.horizon.value);
  return { path, spec, episodes, signals, probes };
}

const isScored = ({ status }: EpisodeRecord) => status === 'success' || status === 'failure';

/** What was found by asking the run's policy, as a report of its own would say it; undefined where nobody asked. */
export function probesOfRun({ path, spec, probes }: RunFact): ProbeFact | undefined {
  return probes.length === 0 ? undefined : { path, policy: spec.policy.name, results: probes };
}

/** A run as the score that other tools would have written of it: errors are no failures, and are left out. */
export function resultOfRun({ path, spec, episodes }: RunFact): ResultFact {
  const tasks = [...new Set(episodes.map(({ task }) => task))].map((task) => {
    const own = episodes.filter((episode) => episode.task === task);
    const scored = own
      .filter(isScored)
      .map(({ status, steps }) => ({ success: status === 'success', steps }));
    const rate =
      scored.length === 0 ? undefined : scored.filter(({ success }) => success).length / scored.length;
    return { key: `task_${task}`, name: own[0]!.taskName, requested: undefined, episodes: scored, rate };
  });
  return {
    path,
    suite: spec.suite,
    checkpoint: spec.policy.name,
    timestamp: undefined,
    horizon: spec.protocol.horizon.value,
    tasks,
    claimed: {},
    offline: undefined,
  };
}
