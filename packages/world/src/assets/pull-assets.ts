import { createHash } from 'node:crypto';
import { cp, readFile, stat } from 'node:fs/promises';
import { join, posix, relative, resolve, sep } from 'node:path';
import { makeFolders, PlumbError } from '@plumb/core';
import { listZip, type ZipEntry } from '../zip/list-zip.ts';
import { ASSET_PARTS, type AssetPart } from './asset-part.ts';
import { cacheFolder } from './find-assets.ts';
import { PartFolder, writing } from './part-folder.ts';
import { parseWheelRecord } from './wheel-record.ts';

/** Limits: robosuite's wheel has 190 MB in 900 files, its largest file 25 MB, and a RECORD of 0.1 MB. */
const LIMITS = {
  archiveBytes: 2_000_000_000,
  files: 60_000,
  bytesAFile: 500_000_000,
  recordBytes: 50_000_000,
} as const;

/** How many files of a part came into the cache. */
export type PulledParts = ReadonlyMap<AssetPart['name'], number>;

export interface PullOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Told of every file of an archive, for progress. */
  readonly onFile?: (name: string) => void;
  /** Told of every file of an archive that is in the cache now, for checking it later. */
  readonly onPlaced?: (path: string, sha256: string) => void;
}

/**
 * Fills Plumb's cache from a wheel or ZIP, or from a folder that holds LIBERO's or robosuite's files. Files of an
 * archive are checked against its checksums, and a wheel's against its RECORD; what is there already byte for byte is
 * left, so that a second try goes on where the first ended and mends what was damaged. Throws `ASSETS_NOT_IN_SOURCE`,
 * `ARCHIVE_DAMAGED`, `ARCHIVE_UNSAFE` or `CACHE_NOT_WRITTEN`.
 */
export async function pullAssets(from: string, options: PullOptions = {}): Promise<PulledParts> {
  const cache = cacheFolder(options.env);
  const info = await stat(from).catch((cause: Error) => {
    throw notThere(from, cause.message);
  });
  const pulled = info.isDirectory()
    ? await writing(cache, async () => {
        // `cp` would make it by Node's `recursive`
        makeFolders(cache);
        return copyFolder(from, cache);
      })
    : await unpack(from, info.size, cache, options);
  if (pulled.size === 0)
    throw notThere(from, `none of ${ASSET_PARTS.map((part) => `${part.folder}/`).join(', ')} is in it`);
  return pulled;
}

async function copyFolder(from: string, cache: string): Promise<PulledParts> {
  const pulled = new Map<AssetPart['name'], number>();
  for (const part of ASSET_PARTS) {
    for (const root of [from, ...part.packages.map((inner) => join(from, inner))]) {
      const folder = resolve(root, part.folder);
      const there = await stat(join(folder, part.marker)).catch(() => undefined);
      if (there === undefined) continue;
      let count = 0;
      await cp(folder, targetOf(cache, part), {
        recursive: true,
        dereference: true,
        filter: async (source) => {
          const path = relative(folder, source).replaceAll(sep, '/');
          const info = await stat(source);
          // a folder is entered where something below it may be needed
          if (info.isDirectory())
            return path === '' || (part.only?.some((start) => leadsTo(path, start)) ?? true);
          if (!isNeeded(part, path)) return false;
          count += 1;
          return true;
        },
      });
      pulled.set(part.name, count);
      break;
    }
  }
  return pulled;
}

async function unpack(from: string, size: number, cache: string, options: PullOptions): Promise<PulledParts> {
  if (size > LIMITS.archiveBytes) throw damaged(from, `it has ${size} bytes`);
  const pulled = new Map<AssetPart['name'], number>();
  const bytes = await readFile(from);
  const parts = await PartFolder.open(cache);
  try {
    const entries = [...listZip(bytes, LIMITS.files)];
    const sums = recordOf(entries);
    for (const entry of entries) {
      const place = placeOf(entry.name, from);
      if (place === undefined || !isNeeded(place.part, place.path)) continue;
      const target = join(targetOf(cache, place.part), ...place.path.split('/'));
      if (!resolve(target).startsWith(resolve(cache) + sep)) throw unsafe(from, entry.name);
      options.onFile?.(entry.name);
      const data = entry.read(LIMITS.bytesAFile);
      const sha256 = createHash('sha256').update(data).digest('hex');
      if (sums && sums.get(entry.name) !== sha256)
        throw damaged(from, `${entry.name} is not what the wheel's RECORD says`);
      await parts.place(target, data);
      options.onPlaced?.(target, sha256);
      pulled.set(place.part.name, (pulled.get(place.part.name) ?? 0) + 1);
    }
  } catch (cause) {
    if (cause instanceof PlumbError) throw cause;
    throw damaged(from, (cause as Error).message, cause);
  } finally {
    await parts.close();
  }
  return pulled;
}

/** What a wheel says of its files; undefined for other archives. */
function recordOf(entries: readonly ZipEntry[]): ReadonlyMap<string, string> | undefined {
  const record = entries.find(({ name }) => /^[^/]+\.dist-info\/RECORD$/.test(name));
  return record && parseWheelRecord(Buffer.from(record.read(LIMITS.recordBytes)).toString('utf8'));
}

/** The part that a file of an archive belongs to, if any. */
function placeOf(name: string, from: string): { part: AssetPart; path: string } | undefined {
  const path = name.replaceAll('\\', '/');
  if (posix.isAbsolute(path) || path.split('/').includes('..') || path.includes('\0'))
    throw unsafe(from, name);
  for (const part of ASSET_PARTS) {
    for (const inner of part.packages) {
      const folder = `${inner}/${part.folder}/`.replaceAll(sep, '/');
      const at = path.startsWith(folder) ? 0 : path.indexOf(`/${folder}`) + 1;
      if (at > 0 || path.startsWith(folder)) return { part, path: path.slice(at + folder.length) };
    }
    // an archive of the folder alone, as LIBERO's assets are handed on
    if (path.startsWith(`${part.folder}/`) && part.variable === 'PLUMB_LIBERO') {
      return { part, path: path.slice(part.folder.length + 1) };
    }
  }
  return undefined;
}

const leadsTo = (folder: string, start: string) =>
  `${start}/`.startsWith(`${folder}/`) || `${folder}/`.startsWith(start);

const isNeeded = ({ only }: AssetPart, path: string) => only?.some((start) => path.startsWith(start)) ?? true;

const targetOf = (cache: string, part: AssetPart) => join(cache, part.packages[0]!, part.folder);

function notThere(from: string, problem: string): PlumbError {
  return new PlumbError({
    code: 'ASSETS_NOT_IN_SOURCE',
    what: `Nothing can be taken from ${from}: ${problem}.`,
    why: 'It is neither a folder nor a wheel or ZIP with the files of LIBERO or robosuite.',
    remedy:
      'Give the wheel of robosuite 1.4.0 or hf-libero, a checkout, or a folder with assets/ (unpack other archives).',
  });
}

function damaged(from: string, problem: string, cause?: unknown): PlumbError {
  return new PlumbError(
    {
      code: 'ARCHIVE_DAMAGED',
      what: `${from} cannot be unpacked: ${problem}.`,
      why: 'A download was cut short, or it is no wheel or ZIP.',
      remedy: 'Fetch it again, and compare its size and sha256 with what its publisher says.',
    },
    { cause },
  );
}

function unsafe(from: string, name: string): PlumbError {
  return new PlumbError({
    code: 'ARCHIVE_UNSAFE',
    what: `${from} holds a file named "${name}", which would be written outside of the cache.`,
    why: 'No release of LIBERO or robosuite does that; an archive made to do harm does.',
    remedy: 'Do not use this file. Fetch the original.',
  });
}
