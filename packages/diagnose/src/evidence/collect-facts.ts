import { readCheckpoint } from '@plumb/checkpoint';
import { PlumbError } from '@plumb/core';
import { readEnvironment, readKnownModelTypes } from '@plumb/python';
import type { Cause } from '../cause.ts';
import { causes as catalogue } from '../causes/index.ts';
import type { Facts, Item, ItemKind, Problem } from '../facts.ts';
import { rankLoads } from '../rank-loads.ts';
import { HANG_PATTERNS } from '../symptoms/hang.ts';
import { type Expanded, expandCaptures, nameByCapture } from './expand-captures.ts';
import { predictLoads } from './predict-loads.ts';
import { readCheckpointStatistics } from './read-checkpoint-statistics.ts';
import { compileLogPatterns, type LogPatterns, readLog } from './read-log.ts';
import { readMachine } from './read-machine.ts';
import type { RecognisedItem } from './recognise-item.ts';
import { probesOfRun, readRun, resultOfRun } from './run/read-run.ts';
import { walkPaths } from './walk-paths.ts';

// each is held in memory with all its names; a folder of every checkpoint of a training run is more than was asked
const MAX_OF_A_KIND: Partial<Record<ItemKind, number>> = {
  checkpoint: 64,
  environment: 16,
  source: 16,
  log: 500,
};

export interface CollectOptions {
  /** Told before each item is read. */
  readonly onProgress?: (text: string) => void;
  /** Whose log patterns are looked for; the catalogue unless given. */
  readonly causes?: readonly Cause[];
  /** Plan the ways out of each load that fails: seconds each. */
  readonly plan?: boolean;
}

/** Everything that can be known from these paths. What cannot be read is in `problems`, by path, never left out. */
export async function collectFacts(paths: readonly string[], options: CollectOptions = {}): Promise<Facts> {
  const say = options.onProgress ?? (() => {});
  say('looking at what is there …');
  const { items, problems } = await walkPaths(paths);
  const expanded = await expandCaptures(items);
  try {
    return await readItems(paths, expanded, problems, options);
  } finally {
    await expanded.close();
  }
}

async function readItems(
  paths: readonly string[],
  { items, captures }: Expanded,
  problems: readonly Problem[],
  options: CollectOptions,
): Promise<Facts> {
  const say = options.onProgress ?? (() => {});
  const collector = new Collector(
    [...problems],
    compileLogPatterns([...(options.causes ?? catalogue), HANG_PATTERNS]),
  );
  const counts = new Map<ItemKind, number>();
  for (const item of items) {
    const count = (counts.get(item.kind) ?? 0) + 1;
    counts.set(item.kind, count);
    const limit = MAX_OF_A_KIND[item.kind];
    if (limit !== undefined && count > limit) {
      if (count === limit + 1)
        collector.fail(item.path, new Error(`only the first ${limit} of this kind are read (${item.kind})`));
      continue;
    }
    if (item.kind === 'packed' || item.kind === 'note' || item.kind === 'machine') continue;
    say(`reading ${item.path} …`);
    await collector.read(item);
  }
  for (const { path, folder } of captures) await collector.readMachine(path, folder);
  const { checkpoints, environments, sources } = collector.facts;
  assertSomething(collector.facts, items);
  if (checkpoints.length > 0 && environments.length > 0) say('predicting the load …');
  const loads = await predictLoads(checkpoints, environments, sources, collector.fail);
  const planned = options.plan ? await plan(collector, loads, say) : undefined;
  const { checkpoints: own, ...found } = collector.facts;
  // the folders that a capture was unpacked to are gone when anybody reads this
  const named = nameByCapture(
    {
      ...found,
      items: items.map((item) => toItem(item, environments)),
      loads,
      ...(planned ? { planned } : {}),
    },
    captures,
  );
  return { ...named, checkpoints: own, given: paths };
}

async function plan({ facts, fail }: Collector, loads: Facts['loads'], say: (text: string) => void) {
  if (loads.length > 0) say('planning remedies …');
  const { planLoads } = await import('../remedies/plan-loads.ts');
  return planLoads(rankLoads(loads, facts), facts.checkpoints, facts.environments, fail);
}

/** Silence would read as "nothing wrong". */
function assertSomething(facts: Facts, items: readonly Item[]): void {
  const { checkpoints, environments, sources, logs, results, runs, probes } = facts;
  const read = [checkpoints, environments, sources, logs, results, runs, probes];
  if (read.some((kind) => kind.length > 0) || facts.problems.length > 0) return;
  const seen = items.slice(0, 3).map(({ path, kind, remark }) => `${path} (${remark ?? kind})`);
  throw new PlumbError({
    code: 'NOTHING_TO_DIAGNOSE',
    what: `There is no evidence in what was given${seen.length > 0 ? `: ${seen.join(', ')}${items.length > 3 ? ', …' : ''}` : ''}.`,
    why: 'Plumb reads checkpoints, Python environments or the output of pip freeze, sources, logs and result files.',
    remedy:
      'Give at least one of them; a log of the failed evaluation often suffices. Unpack what is packed.',
  });
}

type Growing = { -readonly [K in keyof Facts]: Facts[K] extends readonly (infer T)[] ? T[] : Facts[K] };

class Collector {
  readonly facts: Growing;
  private readonly patterns: LogPatterns;

  constructor(problems: Problem[], patterns: LogPatterns) {
    this.patterns = patterns;
    this.facts = {
      items: [],
      checkpoints: [],
      environments: [],
      sources: [],
      logs: [],
      results: [],
      runs: [],
      machines: [],
      statistics: [],
      probes: [],
      loads: [],
      problems,
    };
  }

  async read(item: RecognisedItem): Promise<void> {
    const { facts } = this;
    if (item.failure !== undefined) this.fail(item.path, item.failure);
    try {
      if (item.kind === 'checkpoint') {
        const checkpoint = await readCheckpoint(item.path);
        facts.checkpoints.push(checkpoint);
        facts.statistics.push(...(await readCheckpointStatistics(checkpoint)));
      }
      if (item.kind === 'log') facts.logs.push(await readLog(item.path, this.patterns));
      else if (item.kind === 'result' && item.result) facts.results.push(item.result);
      else if (item.kind === 'run') {
        const run = item.run ?? (await readRun(item.path));
        facts.runs.push(run);
        // a run that was only probed scored nothing
        if (run.episodes.length > 0 || run.probes.length === 0) facts.results.push(resultOfRun(run));
        const probes = probesOfRun(run);
        if (probes) facts.probes.push(probes);
      } else if (item.kind === 'result' && item.probes) facts.probes.push(item.probes);
      else if (item.kind === 'environment') {
        const environment = await readEnvironment(item.path);
        facts.environments.push({ environment, modelTypes: await readKnownModelTypes(environment) });
      } else if (item.kind === 'source') {
        // tree-sitter is loaded only where there is a source to read
        const { readSource } = await import('./read-source.ts');
        facts.sources.push(await readSource(item.path));
      }
    } catch (error) {
      this.fail(item.path, error);
    }
  }

  async readMachine(path: string, folder: string): Promise<void> {
    try {
      this.facts.machines.push(await readMachine(path, folder));
    } catch (error) {
      this.fail(path, error);
    }
  }

  readonly fail = (path: string, error: unknown): void => {
    this.facts.problems.push({
      path,
      code: error instanceof PlumbError ? error.code : undefined,
      error: error instanceof Error ? error.message : String(error),
    });
  };
}

function toItem({ path, kind, remark: own }: RecognisedItem, environments: Facts['environments']): Item {
  const remark = own ?? environmentRemark(environments.find(({ environment }) => environment.path === path));
  return { path, kind, ...(remark === undefined ? {} : { remark }) };
}

/** What was odd in it or could not be read. `plumb check` prints each. */
function environmentRemark(fact: Facts['environments'][number] | undefined): string | undefined {
  const [first, ...more] = fact?.environment.notes ?? [];
  if (first === undefined) return undefined;
  return more.length === 0 ? first : `${first}; and ${more.length} more remarks`;
}
