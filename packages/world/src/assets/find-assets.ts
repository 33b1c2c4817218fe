import { access, readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { PlumbError } from '@plumb/core';
import { ASSET_PARTS, type AssetPart } from './asset-part.ts';

export interface FoundPart {
  readonly part: AssetPart;
  /** The folder, or undefined where nothing was found. */
  readonly path: string | undefined;
  /** Which of the four kinds of place it was found in. */
  readonly source: 'variable' | 'environment' | 'checkout' | 'cache' | undefined;
  /** Every folder that was looked at, in order. */
  readonly searched: readonly string[];
}

export interface FindOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Where checkouts are looked for. */
  readonly cwd?: string;
}

/** Plumb's cache: `PLUMB_CACHE`, else `$XDG_CACHE_HOME/plumb`, else `~/.cache/plumb`. */
export function cacheFolder(env: FindOptions['env'] = process.env): string {
  if (env.PLUMB_CACHE) return resolve(env.PLUMB_CACHE);
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'plumb');
}

/**
 * Looks for every part in its variable, the active Python environment (`VIRTUAL_ENV`, `CONDA_PREFIX`), a checkout
 * (`cwd`, `LIBERO` or `robosuite` in it or beside it) and Plumb's cache. Throws `ASSETS_VARIABLE_EMPTY` where a
 * variable is set and none of its folders holds any of its parts: silently looking elsewhere would hide a typo.
 */
export async function findAssets(options: FindOptions = {}): Promise<FoundPart[]> {
  const env = options.env ?? process.env;
  const cwd = options.cwd ?? process.cwd();
  const sites = await sitePackages(env);
  const found = await Promise.all(ASSET_PARTS.map((part) => findPart(part, env, cwd, sites)));
  for (const variable of new Set(ASSET_PARTS.map((part) => part.variable))) {
    const parts = found.filter((entry) => entry.part.variable === variable);
    if (env[variable] && parts.every((entry) => entry.source !== 'variable')) {
      throw new PlumbError({
        code: 'ASSETS_VARIABLE_EMPTY',
        what: `${variable} is ${env[variable]}, where none of ${parts.map((p) => `${p.part.folder}/`).join(', ')} was found.`,
        why: 'The variable is set, so Plumb does not look for a replacement elsewhere.',
        remedy: `Point ${variable} at the folder that holds them, or unset it.`,
      });
    }
  }
  return found;
}

/** The folders of all parts by name; throws `ASSETS_MISSING` naming what is missing and the kinds of places. */
export async function requireAssets(options: FindOptions = {}): Promise<Record<AssetPart['name'], string>> {
  const found = await findAssets(options);
  const missing = found.filter((entry) => entry.path === undefined);
  if (missing.length > 0) {
    const variables = [...new Set(missing.map((m) => m.part.variable))].join(' and ');
    const cwd = options.cwd ?? process.cwd();
    throw new PlumbError({
      code: 'ASSETS_MISSING',
      what: `Not found: ${missing.map((entry) => `${entry.part.what} (${entry.part.folder}/)`).join('; ')}.`,
      why: `Plumb does not bring them along. Looked in ${variables}, the active Python environment, checkouts in and beside ${cwd}, and ${cacheFolder(options.env)}; \`plumb assets\` lists every folder.`,
      remedy: `Run \`plumb assets pull\`, or set ${variables}.`,
    });
  }
  return Object.fromEntries(found.map((entry) => [entry.part.name, entry.path])) as Record<
    AssetPart['name'],
    string
  >;
}

async function findPart(
  part: AssetPart,
  env: NonNullable<FindOptions['env']>,
  cwd: string,
  sites: readonly string[],
): Promise<FoundPart> {
  const searched: string[] = [];
  const variable = (env[part.variable] ?? '').split(delimiter).filter((folder) => folder !== '');
  const checkouts = [cwd, join(cwd, 'LIBERO'), join(cwd, 'robosuite'), join(cwd, '..', 'LIBERO')];
  const places: [FoundPart['source'], string[]][] = [
    ['variable', variable.flatMap((root) => [root, ...part.packages.map((inner) => join(root, inner))])],
    ['environment', sites.flatMap((site) => part.packages.map((inner) => join(site, inner)))],
    ['checkout', checkouts.flatMap((root) => part.packages.map((inner) => join(root, inner)))],
    ['cache', part.packages.map((inner) => join(cacheFolder(env), inner))],
  ];
  for (const [source, roots] of places) {
    for (const root of roots) {
      const path = resolve(cwd, root, part.folder);
      searched.push(path);
      if (await exists(join(path, part.marker))) return { part, path, source, searched };
    }
  }
  return { part, path: undefined, source: undefined, searched };
}

async function sitePackages(env: NonNullable<FindOptions['env']>): Promise<string[]> {
  const sites: string[] = [];
  for (const root of [env.VIRTUAL_ENV, env.CONDA_PREFIX]) {
    if (!root) continue;
    sites.push(join(root, 'Lib', 'site-packages'));
    const versions = await readdir(join(root, 'lib')).catch(() => []);
    for (const name of versions.filter((entry) => /^python3\.\d+$/.test(entry)).sort()) {
      sites.push(join(root, 'lib', name, 'site-packages'));
    }
  }
  return sites;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
