import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { makeFolders, PlumbError } from '@plumb/core';

/**
 * Where a pull writes files before they get their names, so that one that is cut off leaves no half file under the right
 * name. A folder of its process inside the cache, since only within a file system is renaming one step.
 */
export class PartFolder {
  readonly #folder: string;
  #next = 0;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Removes what processes that are dead left behind. `close` it. Throws `CACHE_NOT_WRITTEN`. */
  static open(cache: string): Promise<PartFolder> {
    const parts = join(cache, 'parts');
    return writing(parts, async () => {
      makeFolders(parts);
      // another pull may be removing it too
      for (const name of await readdir(parts))
        if (isLeft(name)) await rm(join(parts, name), { recursive: true, force: true });
      return new PartFolder(await mkdtemp(join(parts, `${process.pid}@${hostname()}-`)));
    });
  }

  /** Gives a file its bytes in one step; one that has them is left. Throws `CACHE_NOT_WRITTEN`. */
  async place(target: string, bytes: Uint8Array): Promise<void> {
    const there = await readFile(target).catch(() => undefined);
    if (there?.equals(bytes)) return;
    await writing(target, async () => {
      const part = join(this.#folder, String(this.#next++));
      await writeFile(part, bytes);
      makeFolders(dirname(target));
      await rename(part, target);
    });
  }

  async close(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Whether a process of this machine made it that lives no more; those of others (a shared cache) are theirs. */
function isLeft(name: string): boolean {
  const [, pid, host] = /^(\d+)@(.*)-[^-]*$/.exec(name) ?? [];
  if (pid === undefined || host !== hostname()) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** The file system's errors become ones that say what to do. */
export async function writing<T>(place: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === undefined || cause instanceof PlumbError) throw cause;
    throw new PlumbError(
      {
        code: 'CACHE_NOT_WRITTEN',
        what: `${place} cannot be written: ${message}.`,
        why: code === 'ENOSPC' ? 'The disk is full.' : 'The cache may be read-only, or its file system gone.',
        remedy:
          'Make room or repair, then run it again: it goes on where it stopped. PLUMB_CACHE names another folder.',
      },
      { cause },
    );
  }
}
