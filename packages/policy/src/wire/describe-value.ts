import { isNumpyArray } from './read-chunk.ts';

/** Entries of a list or map that a description keeps; a server's metadata is a page, not a data set. */
const MAX_ENTRIES = 200;

/** Plain JSON of what a server says of itself, for records: arrays by type and shape, bytes by their number. */
export function describeValue(value: unknown): unknown {
  if (isNumpyArray(value)) return { dtype: value.dtype, shape: value.shape };
  if (value instanceof Uint8Array) return { bytes: value.byteLength };
  if (Array.isArray(value)) return value.slice(0, MAX_ENTRIES).map(describeValue);
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value ?? null;
  const entries = Object.entries(value).slice(0, MAX_ENTRIES);
  return Object.fromEntries(entries.map(([key, entry]) => [key, describeValue(entry)]));
}
