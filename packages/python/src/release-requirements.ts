import { readFileSync } from 'node:fs';
import { parseRequirement, type Requirement } from './requirement.ts';
import { satisfies } from './specifier.ts';

/** What one release of transformers asks for, of its wheel's METADATA. */
export interface ReleaseRequirements {
  readonly version: string;
  /** `Requires-Python`: `>=3.9.0`. */
  readonly python: string;
  /** Without extras. */
  readonly requires: readonly Requirement[];
  /** The range of torch that the extra `torch` names: what its own code accepts. */
  readonly torch: string | undefined;
}

type Table = Readonly<Record<string, { readonly python: string; readonly requires: readonly string[] }>>;

let table: Table | undefined;

// made by oracle/python/transformers-requirements.py; read when first asked for
function load(): Table {
  table ??= JSON.parse(
    readFileSync(new URL('../data/transformers-requirements.json', import.meta.url), 'utf8'),
  ) as Table;
  return table;
}

/** The releases of transformers whose requirements are known, oldest first: the first and last patch of each minor. */
export function releasesWithRequirements(): readonly string[] {
  return Object.keys(load());
}

/** Undefined for a release that is not in the table. */
export function releaseRequirements(version: string): ReleaseRequirements | undefined {
  const row = Object.hasOwn(load(), version) ? load()[version] : undefined;
  if (!row) return undefined;
  const all = row.requires.flatMap((line) => parseRequirement(line) ?? []);
  return {
    version,
    python: row.python,
    requires: all.filter(({ marker }) => !marker?.includes('extra')),
    torch: all.find(({ name, marker }) => name === 'torch' && marker?.includes('extra'))?.specifier,
  };
}

/**
 * What pip would install for a specifier under a Python: the newest release of the table that both admit. `python`
 * undefined: that nothing names it, and the newest is taken.
 */
export function releaseThatPipPicks(specifier: string, python: string | undefined): string | undefined {
  return releasesWithRequirements().findLast(
    (version) =>
      satisfies(version, specifier) === true &&
      (python === undefined || satisfies(fullVersion(python), load()[version]!.python) !== false),
  );
}

/** `3.10` meets `>=3.10.0`: only the minor is known, and a patch of it is what runs. */
function fullVersion(python: string): string {
  return /^\d+\.\d+$/.test(python) ? `${python}.99` : python;
}
