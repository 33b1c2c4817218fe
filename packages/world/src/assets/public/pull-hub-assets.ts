import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { hubEndpoint, openDownload, PlumbError, readHubToken } from '@plumb/core';
import { cacheFolder } from '../find-assets.ts';
import { PartFolder } from '../part-folder.ts';
import { ASSETS_REPOSITORY } from './public-sources.ts';
import { brokenOff, notPublished, refused, unsafePath, wrongChecksum } from './pull-errors.ts';

const LIMITS = {
  /** LIBERO's assets are some 3,000 files, the largest 30 MB. */
  files: 20_000,
  bytesAFile: 500_000_000,
  /** Files that are fetched at a time. */
  parallel: 6,
  attempts: 4,
  firstDelay: 500,
};

export interface PullHubOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onFile?: (name: string, done: number, all: number) => void;
  readonly firstDelayMs?: number;
}

interface HubFile {
  readonly path: string;
  readonly size: number;
  /** git's SHA-1 of a small file, or the SHA-256 of a large one. */
  readonly checksum: string;
}

/**
 * Fills `folder` with the data set that hf-libero names. Files that are there and right are left, so a second try
 * goes on where the first ended. Returns how many files there are. Throws `PULL_CHECKSUM_WRONG`, `PULL_BROKEN_OFF`,
 * `PULL_REFUSED`, `PULL_NOT_PUBLISHED`, `ARCHIVE_UNSAFE`, `CACHE_NOT_WRITTEN`, or what `openDownload` throws.
 */
export async function pullHubAssets(folder: string, options: PullHubOptions): Promise<number> {
  const hub = await import('@huggingface/hub');
  const accessToken = await readHubToken(options.env);
  const common = {
    repo: { type: 'dataset', name: ASSETS_REPOSITORY } as const,
    hubUrl: hubEndpoint(options.env as NodeJS.ProcessEnv),
    fetch: fetchByDownload,
    ...(accessToken === undefined ? {} : { accessToken }),
  };
  const place = `${common.hubUrl}/datasets/${ASSETS_REPOSITORY}`;
  const files: HubFile[] = [];
  await retry(place, options, async () => {
    files.length = 0;
    for await (const entry of hub.listFiles({ ...common, recursive: true })) {
      if (entry.type !== 'file') continue;
      const file = checkEntry(entry, folder, place);
      if (!isAside(file.path)) files.push(file);
      if (files.length > LIMITS.files) throw notPublished(place, `it holds more than ${LIMITS.files} files`);
    }
  });
  const parts = await PartFolder.open(cacheFolder(options.env));
  let done = 0;
  const left = [...files];
  const fetchNext = async (): Promise<void> => {
    for (let file = left.shift(); file !== undefined; file = left.shift()) {
      const { path, size, checksum } = file;
      const target = join(folder, ...path.split('/'));
      if (!(await isThere(target, file))) {
        await retry(`${place}/${path}`, options, async () => {
          const blob = await hub.downloadFile({ ...common, path, xet: false });
          if (blob === null) throw refused(`${place}/${path}`, 404);
          const bytes = new Uint8Array(await blob.arrayBuffer());
          if (bytes.length < size) throw new Error(`it broke off after ${bytes.length} of ${size} bytes`);
          const found = checksumOf(bytes, checksum.length);
          if (found !== checksum) throw wrongChecksum(`${place}/${path}`, checksum, found);
          await parts.place(target, bytes);
        });
      }
      done += 1;
      options.onFile?.(path, done, files.length);
    }
  };
  const workers = Array.from({ length: LIMITS.parallel }, () =>
    fetchNext().catch((error: unknown) => {
      // the others finish what they are at, and begin nothing more
      left.length = 0;
      throw error;
    }),
  );
  // all of them end before the first error is told: nothing is written behind the user's back
  const ended = await Promise.allSettled(workers);
  await parts.close();
  const failed = ended.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
  return files.length;
}

/** What the repository says of itself, no part of LIBERO. */
const isAside = (path: string) => path.startsWith('.') || /^[^/]+\.md$/i.test(path);

function checkEntry(
  entry: { path: string; size: number; oid?: string; lfs?: { oid: string; size: number } },
  folder: string,
  place: string,
): HubFile {
  const { path } = entry;
  const target = resolve(folder, path);
  if (!target.startsWith(resolve(folder) + sep) || /[\\\0]|(?:^|\/)\.\.(?:\/|$)/.test(path))
    throw unsafePath(place, path);
  const size = entry.lfs?.size ?? entry.size;
  const checksum = entry.lfs?.oid ?? entry.oid ?? '';
  if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(checksum)) throw notPublished(place, `${path} has no checksum`);
  if (!(size <= LIMITS.bytesAFile)) throw notPublished(place, `${path} has ${size} bytes`);
  return { path, size, checksum };
}

async function isThere(target: string, { size, checksum }: HubFile): Promise<boolean> {
  const info = await stat(target).catch(() => undefined);
  if (info?.size !== size) return false;
  return checksumOf(await readFile(target), checksum.length) === checksum;
}

function checksumOf(bytes: Uint8Array, length: number): string {
  if (length === 64) return createHash('sha256').update(bytes).digest('hex');
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

/** The hub's client over Plumb's own requests, which know proxies and keep the token with the hub. */
const fetchByDownload = (async (input: Parameters<typeof fetch>[0], init?: RequestInit) => {
  const headers = Object.fromEntries(new Headers(init?.headers));
  const { status, headers: answered, body } = await openDownload(new URL(String(input)), { headers });
  if (status >= 400) {
    body.destroy();
    throw refused(String(input).replace(/\?.*/, ''), status);
  }
  const kept = Object.entries(answered).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return new Response(Readable.toWeb(body) as ReadableStream, { status, headers: kept });
}) as typeof fetch;

async function retry(
  place: string,
  { firstDelayMs }: PullHubOptions,
  attempt: () => Promise<void>,
): Promise<void> {
  for (let count = 1; ; count++) {
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof PlumbError && error.permanent) throw error;
      if (count === LIMITS.attempts)
        throw error instanceof PlumbError ? error : brokenOff(place, (error as Error).message, error);
      await sleep((firstDelayMs ?? LIMITS.firstDelay) * 2 ** (count - 1));
    }
  }
}
