import type { Facts } from '../facts.ts';

/** The config as saved beside the config as it will be there, for one load. */
export interface ConfigTable {
  readonly checkpoint: string;
  readonly environment: string;
  readonly rows: readonly { field: string; saved: string; there: string; differs: boolean }[];
}

/** Loads whose config differs, the one that fails worst first; equal tables of several loads stand once. */
export function configTables({ loads }: Facts): ConfigTable[] {
  const seen = new Set<string>();
  const gravity = ({ missing, mismatched }: Facts['loads'][number]) => missing.length + mismatched.length;
  const ordered = loads.toSorted((a, b) => gravity(b) - gravity(a));
  return ordered.flatMap(({ checkpoint, environment, config }) => {
    if (!config.some(({ differs }) => differs)) return [];
    const rows = config.map(({ field, saved, there, differs }) => ({ field, saved, there, differs }));
    const key = JSON.stringify([checkpoint, rows]);
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ checkpoint, environment, rows }];
  });
}
