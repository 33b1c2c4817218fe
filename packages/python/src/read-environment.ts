import { open, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { PlumbError } from '@plumb/core';
import { findSitePackages, holdsDistributions, listFolder } from './environment/find-site-packages.ts';
import { readFreeze } from './environment/read-freeze.ts';
import { readSitePackages } from './environment/read-site-packages.ts';
import type { InstalledPackage, PythonEnvironment } from './environment.ts';
import { normaliseName } from './normalise-name.ts';

/** A lock file with hashes of a large environment stays below 2 MiB; more is a log or data. */
const MAX_FREEZE_BYTES = 8 * 2 ** 20;
/** Enough lines to tell a listing from prose. */
const PEEK_BYTES = 64 * 2 ** 10;
/** Share of lines that must name a package. Freezes have an odd warning of pip between them. */
const MIN_RECOGNISED = 0.8;

const WANTED =
  'Give the folder of a venv or conda environment, its site-packages, or a file: the output of `pip freeze`, or uv.lock, poetry.lock, pylock.toml.';

/**
 * Reads an environment from its files: a venv, a conda environment, a folder with `lib/python3.x/site-packages`, a bare
 * site-packages, the text of `pip freeze`, `pip list` or `conda list`, or a lock file of uv, Poetry or PDM. Throws `ENVIRONMENT_UNREADABLE` where nothing
 * is there, and `ENVIRONMENT_NOT_RECOGNISED` where it is something else.
 */
export async function readEnvironment(path: string): Promise<PythonEnvironment> {
  const info = await stat(path).catch((cause: Error) => {
    throw new PlumbError(
      { code: 'ENVIRONMENT_UNREADABLE', what: `${path} cannot be read.`, why: cause.message, remedy: WANTED },
      { cause },
    );
  });
  return info.isDirectory() ? readFolder(path) : readListing(path, info.size);
}

async function readFolder(path: string): Promise<PythonEnvironment> {
  const { sitePackages, python, notes } = await findSitePackages(path);
  if (sitePackages.length === 0) throw await notAnEnvironment(path);
  const packages = new Map<string, InstalledPackage>();
  const allNotes = [...notes];
  for (const folder of sitePackages) {
    const read = await readSitePackages(folder);
    allNotes.push(...read.notes);
    // the first folder that Python searches wins
    for (const one of read.packages) {
      const name = normaliseName(one.name);
      if (!packages.has(name)) packages.set(name, one);
    }
  }
  return { path, kind: 'folder', ...(python ? { python } : {}), packages, notes: allNotes };
}

async function notAnEnvironment(path: string): Promise<PlumbError> {
  const names = await listFolder(path);
  const inside = names.find((name) => /^\.?v?env$|^\.venv/.test(name));
  return new PlumbError({
    code: 'ENVIRONMENT_NOT_RECOGNISED',
    what: `${path} is not a Python environment.`,
    why: 'It holds no lib/python3.x/site-packages, no Lib/site-packages and no *.dist-info folder.',
    remedy: inside ? `Give ${join(path, inside)}, which looks like one.` : WANTED,
  });
}

async function readListing(path: string, size: number): Promise<PythonEnvironment> {
  const isPython = /^python[\d.]*(\.exe)?$/.test(basename(path));
  if (isPython && /^(bin|Scripts)$/.test(basename(dirname(path)))) return readFolder(dirname(dirname(path)));
  const text = size > MAX_FREEZE_BYTES ? undefined : await readStart(path, MAX_FREEZE_BYTES);
  const freeze = text === undefined ? undefined : readFreeze(text, path);
  if (!freeze || freeze.packages.length === 0 || !mostlyPackages(freeze)) {
    const unpinned = freeze && freeze.recognised > freeze.foreign && freeze.packages.length === 0;
    throw new PlumbError({
      code: 'ENVIRONMENT_NOT_RECOGNISED',
      what: `${path} is not a listing of installed packages.`,
      why: unpinned
        ? `It names ${freeze.recognised} packages but no version, so nobody can know what pip would install.`
        : size > MAX_FREEZE_BYTES
          ? `It has ${size} bytes; a listing has at most ${MAX_FREEZE_BYTES}.`
          : size === 0
            ? 'It is empty.'
            : 'Most of its lines name no package and version.',
      remedy: unpinned ? 'Run `pip freeze > freeze.txt` in the environment and give that file.' : WANTED,
    });
  }
  const packages = new Map<string, InstalledPackage>();
  const notes = [...freeze.notes];
  for (const one of freeze.packages) {
    const name = normaliseName(one.name);
    const other = packages.get(name);
    if (other && other.version !== one.version) {
      notes.push(`${one.place}: ${name} is listed as ${other.version} before, and as ${one.version} here`);
    }
    packages.set(name, one);
  }
  const { python } = freeze;
  return { path, kind: 'freeze', ...(python ? { python } : {}), packages, notes };
}

function mostlyPackages({ recognised, foreign }: { recognised: number; foreign: number }): boolean {
  return recognised > 0 && recognised >= MIN_RECOGNISED * (recognised + foreign);
}

/** UTF-8, or the UTF-16 that PowerShell's `pip freeze > file` writes; undefined for anything that is no text. */
async function readStart(path: string, bytes: number): Promise<string | undefined> {
  const handle = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(Math.min(bytes, (await handle.stat()).size));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    const read = buffer.subarray(0, bytesRead);
    if (read[0] === 0xff && read[1] === 0xfe) return read.subarray(2).toString('utf16le');
    return read.includes(0) ? undefined : read.toString('utf8');
  } finally {
    await handle.close();
  }
}

/** Whether a path looks like an environment or a listing of one: a look at names, or at the start of a text. */
export async function looksLikeEnvironment(path: string): Promise<boolean> {
  const info = await stat(path).catch(() => undefined);
  if (!info) return false;
  if (info.isDirectory()) {
    const names = await listFolder(path);
    if (names.includes('pyvenv.cfg') || names.includes('conda-meta') || holdsDistributions(names))
      return true;
    return (await findSitePackages(path)).sitePackages.length > 0;
  }
  if (info.size === 0 || info.size > MAX_FREEZE_BYTES) return false;
  const text = await readStart(path, PEEK_BYTES);
  if (text === undefined) return false;
  // the last line may be cut
  const whole = info.size > PEEK_BYTES ? text.slice(0, text.lastIndexOf('\n') + 1) : text;
  const freeze = readFreeze(whole, path);
  return freeze.packages.length > 0 && mostlyPackages(freeze);
}
