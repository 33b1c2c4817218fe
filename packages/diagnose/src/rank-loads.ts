import type { Facts } from './facts.ts';

type Load = Facts['loads'][number];

/** The load to ask about first: the one whose error a log shows, then the one that fails worst. */
export function rankLoads(loads: readonly Load[], { logs }: Pick<Facts, 'logs'>): Load[] {
  const seen = new Set(logs.flatMap(({ loadErrors }) => loadErrors.map(({ message }) => message.trim())));
  const gravity = ({ error, mismatched, missing }: Load) =>
    (error !== null && seen.has(error.trim()) ? 1e9 : 0) + mismatched.length + missing.length;
  return [...loads].sort((a, b) => gravity(b) - gravity(a));
}

/** In one environment after the other a checkpoint fails alike: one load of each, then the others. */
export function eachCheckpointFirst(loads: readonly Load[]): Load[] {
  const first = new Map(loads.toReversed().map((load) => [load.checkpoint, load]));
  const isFirst = (load: Load) => first.get(load.checkpoint) === load;
  return [...loads.filter(isFirst), ...loads.filter((load) => !isFirst(load))];
}
