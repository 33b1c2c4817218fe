import type { Facts } from '../facts.ts';

/** The config as saved beside the config as it will be there, for one load. */
export interface ConfigTable {
  readonly checkpoint: string;
  readonly environment: string;
  readonly rows: readonly { field: string; saved: string; there: string; differs: boolean }[];
}

/** Loads whose config differs, the one that a log shows first; equal tables of several loads stand once. */
export function configTables({ loads, logs }: Facts): ConfigTable[] {
  const observed = new Set(logs.flatMap(({ loadErrors }) => loadErrors.map(({ message }) => message.trim())));
  const gravity = ({ error, missing, mismatched }: Facts['loads'][number]) =>
    (error !== null && observed.has(error.trim()) ? 1e9 : 0) + missing.length + mismatched.length;
  const seen = new Set<string>();
  return loads
    .toSorted((a, b) => gravity(b) - gravity(a))
    .flatMap(({ checkpoint, environment, config }) => {
      if (!config.some(({ differs }) => differs)) return [];
      const rows = config.map(({ field, saved, there, differs }) => ({ field, saved, there, differs }));
      const key = JSON.stringify([checkpoint, rows]);
      if (seen.has(key)) return [];
      seen.add(key);
      return [{ checkpoint, environment, rows }];
    });
}
