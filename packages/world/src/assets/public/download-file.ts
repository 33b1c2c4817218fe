import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeFolders, openDownload, PlumbError } from '@plumb/core';
import { writing } from '../part-folder.ts';
import { brokenOff, notPublished, refused, wrongChecksum } from './pull-errors.ts';

const LIMITS = {
  /** robosuite's wheel has 0.2 GB. */
  bytes: 2_000_000_000,
  /** Attempts in a row that bring nothing. */
  attempts: 4,
  /** Milliseconds before the second; doubled each time. */
  firstDelay: 500,
};

export interface DownloadFileOptions {
  /** Told how many bytes are there, and of how many if that is known. */
  readonly onBytes?: (there: number, all: number | undefined) => void;
  readonly firstDelayMs?: number;
}

/**
 * Fetches a file, going on where an earlier attempt or run ended (`path` + `.part`), and checks its sha256 before it
 * gets its name. Throws `PULL_CHECKSUM_WRONG`, `PULL_BROKEN_OFF`, `PULL_REFUSED`, or what `openDownload` throws.
 */
export async function downloadFile(
  url: URL,
  path: string,
  sha256: string,
  options: DownloadFileOptions = {},
): Promise<void> {
  const place = `${url.origin}${url.pathname}`;
  const part = `${path}.part`;
  await writing(path, async () => makeFolders(dirname(path)));
  const delay = options.firstDelayMs ?? LIMITS.firstDelay;
  for (let attempt = 1; ; ) {
    const before = await sizeOf(part);
    try {
      await fetchRest(url, part, before, place, options);
      break;
    } catch (error) {
      if (error instanceof PlumbError && error.permanent) throw error;
      // a slow line that breaks off every minute still gets there
      attempt = (await sizeOf(part)) > before ? 1 : attempt + 1;
      if (attempt > LIMITS.attempts)
        throw error instanceof PlumbError ? error : brokenOff(place, (error as Error).message, error);
      await sleep(delay * 2 ** (attempt - 1));
    }
  }
  const found = await sha256Of(part);
  if (found !== sha256) {
    await rm(part);
    throw wrongChecksum(place, sha256, found);
  }
  await rename(part, path);
}

async function fetchRest(
  url: URL,
  part: string,
  before: number,
  place: string,
  { onBytes }: DownloadFileOptions,
): Promise<void> {
  const headers = before > 0 ? { range: `bytes=${before}-` } : {};
  const { status, headers: answered, body } = await openDownload(url, { headers });
  const fail = (error: PlumbError) => {
    body.destroy();
    return error;
  };
  // nothing is left to fetch; whether what is there is right, the checksum says
  if (status === 416 && before > 0) return void body.destroy();
  if (status !== 200 && status !== 206) throw fail(refused(place, status));
  const range = /^bytes (\d+)-\d+\/(\d+)$/.exec(answered['content-range'] ?? '');
  if (status === 206 && Number(range?.[1]) !== before)
    throw fail(notPublished(place, 'the server sends another part than the one asked for'));
  const start = status === 206 ? before : 0;
  const all = range ? Number(range[2]) : lengthOf(answered['content-length'], start);
  if ((all ?? 0) > LIMITS.bytes) throw fail(notPublished(place, `the file has ${all} bytes`));
  const file = await writing(part, () => open(part, status === 206 ? 'a' : 'w'));
  let there = start;
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      there += chunk.length;
      if (there > LIMITS.bytes) throw fail(notPublished(place, 'the file does not end'));
      await writing(part, () => file.writeFile(chunk));
      onBytes?.(there, all);
    }
  } finally {
    await file.close();
  }
  if (all !== undefined && there < all) throw new Error(`it broke off after ${there} of ${all} bytes`);
}

const lengthOf = (header: string | undefined, start: number) =>
  header === undefined ? undefined : start + Number(header);

const sizeOf = (path: string) =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
  return hash.digest('hex');
}
