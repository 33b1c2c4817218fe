import { access, open, rename, rm, statfs } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { makeFolders, PlumbError } from '@plumb/core';
import type { DataFiles } from '../elements/data-files.ts';
import type { OutputFile } from './output-plan.ts';
import { type WriteProgress, writeOutput } from './write-output.ts';

export interface SmallFile {
  readonly path: string;
  readonly text: string;
}

export interface ReplaceOptions extends WriteProgress {
  /** Existing files may be replaced. */
  readonly force?: boolean | undefined;
}

/**
 * Writes files beside where they belong, waits for the disk, and gives them their names only when all are whole: what
 * fails or is interrupted leaves nothing behind. `last` is named after them (an index). All lie in one folder.
 * Throws `OUTPUT_EXISTS`, `DISK_FULL`, `OUTPUT_UNWRITABLE` or `INTERRUPTED`.
 */
export async function replaceFiles(
  outputs: readonly OutputFile[],
  last: readonly SmallFile[],
  files: DataFiles,
  options: ReplaceOptions,
): Promise<void> {
  const paths = [...outputs.map(({ path }) => path), ...last.map(({ path }) => path)];
  if (!options.force) await refuseExisting(paths);
  const folder = dirname(paths[0]!);
  const temporary = new Map(
    paths.map((path) => [path, join(folder, `.${basename(path)}.${process.pid}.partial`)]),
  );
  try {
    makeFolders(folder);
    await checkRoom(folder, outputs);
    for (const output of outputs) await writeOutput(output, temporary.get(output.path)!, files, options);
    for (const { path, text } of last) await writeText(temporary.get(path)!, text);
    options.signal?.throwIfAborted();
    // somebody may have written meanwhile
    if (!options.force) await refuseExisting(paths);
    for (const [path, partial] of temporary) await rename(partial, path);
    await syncFolder(folder);
  } catch (error) {
    for (const partial of temporary.values()) await rm(partial, { force: true });
    throw explain(error, folder, outputs, options.signal);
  }
}

async function refuseExisting(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const exists = await access(path).then(
      () => true,
      () => false,
    );
    if (!exists) continue;
    throw new PlumbError({
      code: 'OUTPUT_EXISTS',
      what: `${path} exists already.`,
      why: 'Plumb never overwrites a file unless it is told to.',
      remedy: 'Give another OUT, or add --force to replace it.',
    });
  }
}

const needed = (outputs: readonly OutputFile[]) => outputs.reduce((sum, { bytes }) => sum + bytes, 0);

async function checkRoom(folder: string, outputs: readonly OutputFile[]): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < needed(outputs)) throw diskFull(folder, outputs, `${bavail * bsize} bytes are free`);
}

async function writeText(path: string, text: string): Promise<void> {
  const handle = await open(path, 'wx');
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The new names, too, must survive a power cut. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function diskFull(
  folder: string,
  outputs: readonly OutputFile[],
  detail: string,
  cause?: unknown,
): PlumbError {
  return new PlumbError(
    {
      code: 'DISK_FULL',
      what: `${folder} has no room for ${needed(outputs)} bytes: ${detail}.`,
      why: 'The output is written beside its place before it gets its name. What was written has been removed.',
      remedy: 'Free some space, or give an OUT on another disk; --cast bfloat16 halves float32.',
    },
    { cause },
  );
}

function explain(
  error: unknown,
  folder: string,
  outputs: readonly OutputFile[],
  signal: AbortSignal | undefined,
): unknown {
  if (error instanceof PlumbError) return error;
  const { code, syscall, message } = error as NodeJS.ErrnoException;
  if (signal?.aborted)
    return new PlumbError(
      {
        code: 'INTERRUPTED',
        what: 'The conversion was interrupted.',
        why: 'What was written so far has been removed; no file was changed.',
        remedy: 'Run the same command again.',
      },
      { cause: error },
    );
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(folder, outputs, message, error);
  // not from the system: a bug of ours, told as one
  if (syscall === undefined) return error;
  return new PlumbError(
    {
      code: 'OUTPUT_UNWRITABLE',
      what: `${folder} cannot be written to.`,
      why: message,
      remedy: 'Give an OUT in a folder that you may write to. What was written has been removed.',
    },
    { cause: error },
  );
}
