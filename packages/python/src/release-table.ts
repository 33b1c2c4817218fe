import { readFileSync } from 'node:fs';
import { compareVersions } from './version.ts';

interface Table {
  /** Releases of transformers whose registry was read, oldest first. */
  readonly releases: readonly string[];
  readonly first: Readonly<Record<string, string>>;
  readonly gone: Readonly<Record<string, string>>;
}

let table: Table | undefined;

// made by oracle/python/transformers-releases.py; read when first asked for, not at start
function load(): Table {
  table ??= JSON.parse(
    readFileSync(new URL('../data/transformers-releases.json', import.meta.url), 'utf8'),
  ) as Table;
  return table;
}

/** The releases of transformers that the table was made from, oldest first. */
export function transformersReleases(): readonly string[] {
  return load().releases;
}

/**
 * The first release of transformers that knows a `model_type`, of those that the table was made from (every 4.x minor
 * that brought a type which VLAs build on). Undefined where none of them does.
 */
export function firstReleaseOf(modelType: string): string | undefined {
  return Object.hasOwn(load().first, modelType) ? load().first[modelType] : undefined;
}

/** Whether a release knows a type. `unsure` between two releases that were read, and for a type that none of them has. */
export function releaseKnows(release: string, modelType: string): 'yes' | 'no' | 'unsure' {
  const { releases, gone } = load();
  const first = firstReleaseOf(modelType);
  if (first === undefined) return 'unsure';
  const before = (version: string) => releases.filter((other) => compareVersions(other, version) < 0).at(-1);
  if (compareVersions(release, first) < 0) return isUpTo(release, before(first)) ? 'no' : 'unsure';
  const end = Object.hasOwn(gone, modelType) ? gone[modelType] : undefined;
  // the newest release that was read says nothing about those that came after it
  if (end === undefined) return isUpTo(release, releases.at(-1)) ? 'yes' : 'unsure';
  if (compareVersions(release, end) >= 0) return 'no';
  return isUpTo(release, before(end)) ? 'yes' : 'unsure';
}

/** A patch release is taken as its minor: none of those that were read added or dropped a type. */
function isUpTo(release: string, limit: string | undefined): boolean {
  if (limit === undefined) return false;
  return compareVersions(release, limit) <= 0 || minor(release) === minor(limit);
}

function minor(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}
