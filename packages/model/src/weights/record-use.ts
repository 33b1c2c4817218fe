import type { WeightTable } from './weight-table.ts';

/** The same table, and the names that were asked of it. */
export function recordUse(table: WeightTable): { table: WeightTable; used: Set<string> } {
  const used = new Set<string>();
  return {
    used,
    table: {
      folder: table.folder,
      find(name) {
        used.add(name);
        return table.find(name);
      },
    },
  };
}
