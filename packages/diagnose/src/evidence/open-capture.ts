import { mkdir, mkdtemp, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { PlumbError } from '@plumb/core';
import { MAX_UNPACKED_BYTES, readTar } from './read-tar.ts';

/** Every path of what `plumb capture`'s script writes begins with it. */
const ROOT = 'plumb-capture/';

/** A capture, unpacked into a folder of its own until `close`. */
export interface OpenCapture {
  readonly path: string;
  /** What was unpacked: `env/`, `logs/`, notes. */
  readonly folder: string;
  readonly environment: string | undefined;
  readonly logs: readonly string[];
  /** Texts for a person: GL, CUDA, LIBERO's configuration, listings. */
  readonly notes: readonly string[];
  close(): Promise<void>;
}

/** Whether a file is a tar (packed with gzip or not) that a capture may be. Reads its first block. */
export async function looksLikeCapture(path: string): Promise<boolean> {
  const head = await readHead(path).catch(() => undefined);
  if (!head) return false;
  const gzip = head[0] === 0x1f && head[1] === 0x8b;
  if (gzip) return /\.(?:tar\.gz|tgz)$/i.test(path);
  return head.subarray(0, ROOT.length).toString('latin1') === ROOT;
}

/** Unpacks a capture. Throws `TAR_REFUSED`, `TAR_MALFORMED` or `CAPTURE_NOT_RECOGNISED`; nothing is left behind then. */
export async function openCapture(path: string): Promise<OpenCapture> {
  const files = readTar(await readPacked(path), path);
  const own = files.filter((file) => file.path.startsWith(ROOT));
  if (own.length === 0 || own.length < files.length)
    throw new PlumbError({
      code: 'CAPTURE_NOT_RECOGNISED',
      what: `${path} is a tar archive, but no capture.`,
      why: `Its files do not lie below ${ROOT}.`,
      remedy: 'Unpack it yourself and give the folder; what `plumb capture --print` makes is read as it is.',
    });
  const folder = await mkdtemp(join(tmpdir(), 'plumb-'));
  const close = () => rm(folder, { recursive: true, force: true });
  try {
    const names: string[] = [];
    for (const { path: full, data } of own) {
      const name = full.slice(ROOT.length);
      await mkdir(join(folder, dirname(name)), { recursive: true });
      await writeFile(join(folder, name), data, { flag: 'wx', mode: 0o600 });
      names.push(name);
    }
    return { path, folder, ...sort(names, folder), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function sort(names: readonly string[], folder: string) {
  const packages = names.some((name) => /^env\/.*\.(?:dist|egg)-info(?:\/|$)/.test(name));
  const freeze = names.includes('pip-freeze.txt');
  const at = (name: string) => join(folder, name);
  return {
    // the metadata says more than the listing of the same packages
    environment: packages ? at('env') : freeze ? at('pip-freeze.txt') : undefined,
    logs: names.filter((name) => name.startsWith('logs/')).map(at),
    notes: names.filter((name) => !name.includes('/') && name !== 'pip-freeze.txt').map(at),
  };
}

async function readPacked(path: string): Promise<Uint8Array> {
  const { size } = await stat(path);
  if (size > MAX_UNPACKED_BYTES) throw tooLarge(path, size);
  const bytes = await readFile(path);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  return promisify(gunzip)(bytes, { maxOutputLength: MAX_UNPACKED_BYTES }).catch(
    (cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(path, size);
      throw new PlumbError(
        {
          code: 'TAR_MALFORMED',
          what: `${path} cannot be unpacked.`,
          why: `gzip: ${cause.message}.`,
          remedy: 'Copy it again; `gzip -t` on it tells whether the copy is whole.',
        },
        { cause },
      );
    },
  );
}

function tooLarge(path: string, size: number): PlumbError {
  return new PlumbError({
    code: 'TAR_REFUSED',
    what: `${path} is not unpacked (${size} bytes).`,
    why: `It holds more than ${MAX_UNPACKED_BYTES} bytes, which no capture does.`,
    remedy: 'Capture fewer lines of the logs: sh capture.sh -n 5000 -l eval.log',
  });
}

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const head = Buffer.alloc(512);
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
