import type { ZipRecord } from './read-zip-directory.ts';

/** Finds a record by name as miniz does: A to Z equal a to z, and of equal names the one its search meets first. */
export type FindRecord = (name: string) => ZipRecord | undefined;

/** Only ASCII letters are folded. */
export function foldCase(name: string): string {
  return /[A-Z]/.test(name) ? name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : name;
}

/** Names that occur more than once when case is ignored. */
export function duplicateNames(records: readonly ZipRecord[]): string[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { name } of records) {
    const folded = foldCase(name);
    if (seen.has(folded)) twice.add(folded);
    seen.add(folded);
  }
  return [...twice];
}

export function makeFindRecord(records: readonly ZipRecord[]): FindRecord {
  const byName = new Map<string, ZipRecord>();
  for (const record of records) byName.set(foldCase(record.name), record);
  // where every name is unique, any search finds the same record
  if (byName.size === records.length) return (name) => byName.get(foldCase(name));
  const keys = records.map((record) => foldCase(record.name));
  const order = heapSort(keys);
  return (name) => {
    const key = foldCase(name);
    let low = 0;
    let high = order.length - 1;
    while (low <= high) {
      const middle = low + ((high - low) >> 1);
      const candidate = order[middle]!;
      if (keys[candidate] === key) return records[candidate];
      if (keys[candidate]! < key) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  };
}

/**
 * Indices in the order of their keys. The order of equal keys decides which of two records PyTorch loads, so it has
 * to come from the same heap: children 2i + 1 and 2i + 2, the first child kept when both are equal.
 */
function heapSort(keys: readonly string[]): number[] {
  const order = keys.map((_, i) => i);
  const less = (a: number, b: number) => keys[order[a]!]! < keys[order[b]!]!;
  const swap = (a: number, b: number) => {
    const kept = order[a]!;
    order[a] = order[b]!;
    order[b] = kept;
  };
  const sink = (from: number, size: number) => {
    let root = from;
    for (let child = 2 * root + 1; child < size; child = 2 * root + 1) {
      if (child + 1 < size && less(child, child + 1)) child++;
      if (!less(root, child)) return;
      swap(root, child);
      root = child;
    }
  };
  for (let start = (order.length - 2) >> 1; start >= 0; start--) sink(start, order.length);
  for (let end = order.length - 1; end > 0; end--) {
    swap(end, 0);
    sink(0, end);
  }
  return order;
}
