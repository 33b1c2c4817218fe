import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder and those above it. Not by Node's `recursive`: where a file system refuses with ENOENT (/proc) that tries
 * for ever, and on others it hides the reason. Throws the file system's own errors.
 */
export function makeFolders(folder: string): void {
  if (isFolder(folder)) return;
  const above = dirname(resolve(folder));
  if (!existsSync(above)) makeFolders(above);
  try {
    mkdirSync(folder);
  } catch (error) {
    // somebody else made it meanwhile
    if (!isFolder(folder)) throw error;
  }
}

const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
